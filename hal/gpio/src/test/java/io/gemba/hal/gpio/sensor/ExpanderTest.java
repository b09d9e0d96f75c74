package io.gemba.hal.gpio.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpanderTest {
  private static final int GPA3 = 1 << 11;
  private static final int GPB0 = 1;

  private final SimulatedMcp23017 chip = new SimulatedMcp23017();
  @TempDir private Path folder;
  private Bench bench;
  private Adapter adapter;

  @BeforeEach
  void wire() throws Exception {
    bench = new Bench(folder);
    bench.bus.parts.put(0x20, chip);
    adapter =
        bench.adapter(
            "i2c-1",
            Map.of(
                "door",
                Map.of(
                    "part",
                    "mcp23017",
                    "address",
                    "0x20",
                    "channel",
                    3,
                    "pull",
                    "up",
                    "active-low",
                    true),
                "lamp",
                Map.of("part", "mcp23017", "address", "0x20", "channel", 8)));
  }

  private List<Value> values(String point) {
    return bench.host.samples(point).stream().map(Sample::value).toList();
  }

  @Test
  void inputsAreToldWhenTheyChange() throws Exception {
    bench.rounds(adapter, 2);
    chip.closed = GPA3;
    chip.driven = GPB0;
    bench.rounds(adapter, 2);
    assertThat(values("door")).startsWith(Value.of(false)).endsWith(Value.of(true));
    assertThat(values("lamp")).startsWith(Value.of(false)).endsWith(Value.of(true));
    assertThat(chip.get(0x0C)).as("pull-ups of port A").isEqualTo(1 << 3);
    assertThat(chip.get(0x0D)).as("pull-ups of port B").isZero();
  }

  @Test
  void aChangeIsToldOnceAndStillnessIsNot() throws Exception {
    bench.rounds(adapter, 5);
    assertThat(values("door")).containsExactly(Value.of(false));
  }

  @Test
  void linesThatNoPointNamesStayAsTheyAre() throws Exception {
    chip.set(0x00, 0xFE);
    chip.set(0x0C, 0x80);
    bench.rounds(adapter, 1);
    assertThat(chip.get(0x00)).isEqualTo(0xFE);
    assertThat(chip.get(0x0C)).isEqualTo(0x88);
  }

  @Test
  void aChipThatLostItsSupplyIsSetUpAgainBeforeItIsBelieved() throws Exception {
    bench.rounds(adapter, 1);
    chip.losePower(); // without its pull-up the open contact would read as closed
    bench.rounds(adapter, 2);
    assertThat(values("door")).containsOnly(Value.of(false));
  }
}
