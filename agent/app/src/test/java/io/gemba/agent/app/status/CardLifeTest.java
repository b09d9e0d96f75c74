package io.gemba.agent.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardLifeTest {
  @TempDir Path blocks;

  @Test
  void theWorseOfTheTwoAreasCounts() throws Exception {
    tells("mmcblk0", "0x02 0x05\n");
    assertThat(CardLife.ofDevice("/dev/mmcblk0p2", blocks)).hasValue(50);
  }

  @Test
  void aCardThatDoesNotTellIsNotKnown() throws Exception {
    tells("mmcblk1", "0x00 0x00\n");
    tells("mmcblk2", "rubbish\n");
    assertThat(CardLife.ofDevice("/dev/mmcblk1p2", blocks)).isEmpty();
    assertThat(CardLife.ofDevice("/dev/mmcblk2", blocks)).isEmpty();
    assertThat(CardLife.ofDevice("/dev/mmcblk3", blocks)).isEmpty();
    assertThat(CardLife.ofDevice("/dev/sda1", blocks)).isEmpty();
    assertThat(CardLife.ofDevice("overlay", blocks)).isEmpty();
  }

  private void tells(String card, String life) throws Exception {
    Files.createDirectories(blocks.resolve(card).resolve("device"));
    Files.writeString(blocks.resolve(card).resolve("device/life_time"), life);
  }
}
