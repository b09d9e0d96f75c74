package com.example.scale;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import io.gemba.hal.spi.DeviceConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weighing scales that speak lines of text over TCP. */
public final class ScaleAdapterFactory implements AdapterFactory {

  @Override
  public String name() {
    return "scale";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<ConfigKey> deviceKeys() {
    return List.of(
        ConfigKey.of("host", Kind.TEXT, "Name or address of the scale.").mandatory(),
        ConfigKey.of("port", Kind.INTEGER, "Its TCP port.").between(1, 65_535).orElse("4001"));
  }

  @Override
  public List<ConfigKey> pointKeys() {
    return List.of(
        ConfigKey.of("channel", Kind.TEXT, "What to weigh: gross, net or tare.").mandatory());
  }

  @Override
  public Adapter create(DeviceConfig config) throws ConfigException {
    Map<String, String> points = new HashMap<>();
    for (DeviceConfig.Point point : config.points()) {
      String channel = point.settings().text("channel");
      if (channel.contains(" ") || points.put(channel, point.name()) != null) {
        throw new ConfigException(
            "points." + point.name() + ".channel", "one word, and no two points of the same");
      }
    }
    return new ScaleAdapter(
        config.settings().text("host"), (int) config.settings().integer("port"), points);
  }
}
