package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
  private static final long NOW = 1_795_415_519_800L;

  @TempDir Path folder;

  @Test
  void aFullDiskIsForgottenAfterAMinuteAndNoLaterWhenTheClockIsSetBack() {
    DiskSpace space = new DiskSpace(1 << 20, new Reserve(folder));
    space.wasFull(5_000, NOW);
    assertThat(space.limit(NOW + 1_000, 0)).isEqualTo(5_000);
    assertThat(space.limit(NOW - 3_600_000, 0)).as("an hour back").isEqualTo(1 << 20);
    space.wasFull(5_000, NOW);
    assertThat(space.limit(NOW + 60_000, 0)).isEqualTo(1 << 20);
  }
}
