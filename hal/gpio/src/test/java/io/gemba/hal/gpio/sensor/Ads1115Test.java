package io.gemba.hal.gpio.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ads1115Test {
  private static final double SHUNT = 150;

  @TempDir private Path folder;
  private Bench bench;
  private SimulatedAds1115 chip;

  @BeforeEach
  void wire() {
    bench = new Bench(folder);
    chip = new SimulatedAds1115(bench::nanos);
    bench.bus.parts.put(0x48, chip);
  }

  private static Map<String, Object> level() {
    Map<String, Object> level = new LinkedHashMap<>();
    level.put("part", "ads1115");
    level.put("address", "0x48");
    level.put("channel", 1);
    level.put("range", "4-20mA");
    level.put("shunt", SHUNT);
    level.put("scale", List.of(0, 16));
    return level;
  }

  private Sample read(Map<String, ?> points) throws Exception {
    bench.rounds(bench.adapter("i2c-1", points), 1);
    return bench.host.samples().getLast();
  }

  private void current(double milliamperes) {
    chip.volts[1] = milliamperes / 1e3 * SHUNT;
  }

  private static double real(Sample sample) {
    return ((Value.Real) sample.value()).value();
  }

  @ParameterizedTest
  @CsvSource({"4, 0", "12, 8", "20, 16", "20.4, 16.4", "3.85, -0.15"})
  void fourToTwentyMilliamperesAreScaled(double milliamperes, double bar) throws Exception {
    current(milliamperes);
    Sample sample = read(Map.of("level", level()));
    assertThat(sample.quality()).isEqualTo(Quality.GOOD);
    assertThat(real(sample)).isCloseTo(bar, within(0.01));
    assertThat(bench.host.problem("level")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, live zero", "3.55, live zero", "21.2, above 21 mA", "60, sees more than 4.096 V"})
  void whatIsNoMeasurementIsBadAndSaysWhy(double milliamperes, String why) throws Exception {
    current(milliamperes);
    Sample sample = read(Map.of("level", level()));
    assertThat(sample.quality()).isEqualTo(Quality.BAD);
    assertThat(sample.value()).isEqualTo(Value.NONE);
    assertThat(sample.statusCode()).isEqualTo(Reading.BAD_SENSOR_FAILURE);
    assertThat(bench.host.problem("level")).hasValueSatisfying(p -> assertThat(p).contains(why));
  }

  @ParameterizedTest
  @CsvSource({"3.7", "20.8"})
  void whatIsBeyondTheSensorsRangeIsUncertain(double milliamperes) throws Exception {
    current(milliamperes);
    assertThat(read(Map.of("level", level())).quality()).isEqualTo(Quality.UNCERTAIN);
  }

  @Test
  void tenVoltsAreReadBehindADivider() throws Exception {
    chip.volts[3] = 7.5 / 4;
    Sample sample =
        read(
            Map.of(
                "flow",
                Map.of(
                    "part", "ads1115", "address", 72, "channel", 3, "range", "0-10V", "divider",
                    4)));
    assertThat(real(sample)).isCloseTo(7.5, within(0.002));
  }

  @Test
  void fourChannelsOfOneChipAreConvertedOneAfterTheOther() throws Exception {
    Map<String, Object> points = new LinkedHashMap<>();
    for (int channel = 0; channel < 4; channel++) {
      chip.volts[channel] = channel + 0.5;
      points.put("c" + channel, Map.of("part", "ads1115", "address", "0x48", "channel", channel));
    }
    bench.rounds(bench.adapter("i2c-1", points), 3);
    for (int channel = 0; channel < 4; channel++) {
      assertThat(bench.host.samples("c" + channel))
          .hasSize(3)
          .allSatisfy(sample -> assertThat(real(sample)).isBetween(0.49, 3.51));
      assertThat(real(bench.host.samples("c" + channel).getLast()))
          .isCloseTo(channel + 0.5, within(0.001));
    }
  }

  @Test
  void aChipThatVanishesIsBadOnceAndHealsByItself() throws Exception {
    current(12);
    Adapter adapter = bench.adapter("i2c-1", Map.of("level", level()));
    bench.rounds(adapter, 2);
    bench.bus.parts.clear();
    bench.rounds(adapter, 3);
    assertThat(bench.host.problem("level"))
        .hasValueSatisfying(p -> assertThat(p).contains("nobody answers at 0x48"));
    bench.bus.parts.put(0x48, chip);
    bench.rounds(adapter, 1);
    assertThat(bench.host.samples("level"))
        .extracting(Sample::quality)
        .containsExactly(Quality.GOOD, Quality.GOOD, Quality.BAD, Quality.GOOD);
    assertThat(bench.host.problem("level")).isEmpty();
  }

  @Test
  void aConversionThatNeverEndsIsBad() throws Exception {
    chip.neverReady = true;
    assertThat(read(Map.of("level", level())).quality()).isEqualTo(Quality.BAD);
    assertThat(bench.host.problem("level"))
        .hasValueSatisfying(p -> assertThat(p).contains("does not finish"));
  }

  @Test
  void aStuckBusIsBadForAllAndHealsByItself() throws Exception {
    current(4);
    Adapter adapter = bench.adapter("i2c-1", Map.of("level", level(), "other", level()));
    bench.bus.stuck = true;
    bench.rounds(adapter, 1);
    assertThat(bench.host.samples()).extracting(Sample::quality).containsOnly(Quality.BAD);
    bench.bus.stuck = false;
    bench.rounds(adapter, 1);
    assertThat(bench.host.samples("other").getLast().quality()).isEqualTo(Quality.GOOD);
  }
}
