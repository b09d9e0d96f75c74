package io.gemba.hal.gpio.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Ina219Test {
  private final SimulatedIna219 chip = new SimulatedIna219();
  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void wire() {
    bench = new Bench(folder);
    bench.bus.parts.put(0x40, chip);
    chip.busVolts = 24;
    chip.shuntVolts = 0.15; // 1.5 A
  }

  private Adapter adapter() throws Exception {
    Map<String, Object> points = new LinkedHashMap<>();
    for (String measure : new String[] {"voltage", "current", "power", "energy"}) {
      points.put(measure, Map.of("part", "ina219", "address", "0x40", "measure", measure));
    }
    return bench.adapter("i2c-1", points);
  }

  private double last(String point) {
    return ((Value.Real) bench.host.samples(point).getLast().value()).value();
  }

  @Test
  void voltageCurrentAndPowerAreTold() throws Exception {
    bench.rounds(adapter(), 1);
    assertThat(last("voltage")).isCloseTo(24, within(0.004));
    assertThat(last("current")).isCloseTo(1.5, within(0.001));
    assertThat(last("power")).isCloseTo(36, within(0.05));
    chip.shuntVolts = -0.05;
    bench.rounds(adapter(), 1);
    assertThat(last("current")).as("backwards").isCloseTo(-0.5, within(0.001));
  }

  @Test
  void energyIsPowerByTimeAndSurvivesRestarts() throws Exception {
    bench.rounds(adapter(), 101);
    assertThat(last("energy")).isCloseTo(1, within(0.002)); // 36 W for 100 s
    bench.rounds(adapter(), 101); // of another start
    assertThat(last("energy")).isCloseTo(2, within(0.004));
    assertThat(bench.host.losses()).isEmpty();
  }

  @Test
  void energyIsNotGuessedWhileTheMeterIsAway() throws Exception {
    Adapter adapter = adapter();
    bench.rounds(adapter, 11);
    double before = last("energy");
    bench.bus.parts.clear();
    bench.rounds(adapter, 600);
    bench.bus.parts.put(0x40, chip);
    bench.rounds(adapter, 1);
    assertThat(last("energy")).isCloseTo(before, within(0.001));
  }

  @Test
  void aShuntThatSeesTooMuchIsBad() throws Exception {
    chip.shuntVolts = 0.4;
    bench.rounds(adapter(), 1);
    assertThat(bench.host.samples("current").getLast().quality()).isEqualTo(Quality.BAD);
    assertThat(bench.host.problem("current"))
        .hasValueSatisfying(p -> assertThat(p).contains("320 mV"));
  }

  @Test
  void whatDoesNotKeepItsSettingsIsNoMeter() throws Exception {
    chip.config = 0;
    chip.deaf = true;
    bench.rounds(adapter(), 1);
    assertThat(bench.host.samples()).extracting(Sample::quality).containsOnly(Quality.BAD);
    assertThat(bench.host.problem("power"))
        .hasValueSatisfying(p -> assertThat(p).contains("is it an ina219?"));
  }
}
