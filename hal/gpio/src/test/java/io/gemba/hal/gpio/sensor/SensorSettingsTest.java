package io.gemba.hal.gpio.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.spi.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensorSettingsTest {
  private final Bench bench = new Bench(Path.of("."));

  private void refused(String bus, Map<String, Object> point, String key, String words) {
    assertThatThrownBy(() -> bench.adapter(bus, Map.of("it", point)))
        .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.key()).isEqualTo(key))
        .hasMessageContaining(words);
  }

  @Test
  void aBusIsNamedAsItsDevice() throws Exception {
    assertThat(BusName.parse("i2c-1").node()).isEqualTo(Path.of("/dev/i2c-1"));
    assertThat(BusName.parse("spi-0.1").node()).isEqualTo(Path.of("/dev/spidev0.1"));
    assertThat(BusName.parse("w1").node()).isEqualTo(Path.of("/sys/bus/w1/devices"));
    assertThatThrownBy(() -> BusName.parse("/dev/i2c-1")).hasMessageContaining("write i2c-1");
  }

  @Test
  void whatIsMissingOrTooMuchIsSaidByKey() {
    refused("w1", Map.of("part", "ina219", "address", "0x40"), "points.it.part", "bus: i2c-1");
    refused(
        "i2c-1",
        Map.of("part", "ads1115", "address", "0x40", "channel", 0),
        "points.it.address",
        "from 0x48 to 0x4b");
    refused(
        "i2c-1",
        Map.of("part", "ads1115", "address", "kitchen", "channel", 0),
        "points.it.address",
        "kitchen");
    refused("i2c-1", Map.of("part", "ads1115", "address", "0x48"), "points.it.channel", "0 to 3");
    refused(
        "i2c-1",
        Map.of("part", "ads1115", "address", "0x48", "channel", 4),
        "points.it.channel",
        "0 to 3");
    refused(
        "i2c-1",
        Map.of("part", "ads1115", "address", "0x48", "channel", 0, "range", "4-20mA"),
        "points.it.shunt",
        "ohms");
    refused(
        "i2c-1",
        Map.of("part", "ads1115", "address", "0x48", "channel", 0, "range", "4-20mA", "shunt", 500),
        "points.it.shunt",
        "11.0 V");
    refused(
        "i2c-1",
        Map.of("part", "ads1115", "address", "0x48", "channel", 0, "range", "0-10V"),
        "points.it.divider",
        "30 kOhm");
    refused(
        "i2c-1",
        Map.of("part", "ads1115", "address", "0x48", "channel", 0, "scale", List.of(1)),
        "points.it.scale",
        "two numbers");
    refused(
        "i2c-1",
        Map.of("part", "ina219", "address", "0x40", "channel", 0),
        "points.it.channel",
        "leave it out");
    refused("w1", Map.of("part", "ds18b20", "address", "0x48"), "points.it.address", "28-");
  }
}
