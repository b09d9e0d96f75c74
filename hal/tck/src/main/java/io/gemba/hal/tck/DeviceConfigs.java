package io.gemba.hal.tck;

import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns nested maps, written as a configuration would be, into the {@link DeviceConfig} that a
 * factory's keys describe. For tests: the host has a richer loader that knows lines and columns.
 */
public final class DeviceConfigs {
  private static final List<ConfigKey> HOSTS_DEVICE_KEYS =
      List.of(
          ConfigKey.of("adapter", Kind.TEXT, "Which adapter reads the device."),
          ConfigKey.of("place", Kind.TEXT, "Where it stands: area/line/cell."),
          ConfigKey.of("points", Kind.NAMED_SECTIONS, "What to read."));
  private static final List<ConfigKey> HOSTS_POINT_KEYS =
      List.of(
          ConfigKey.of("unit", Kind.TEXT, "UNECE code of the unit."),
          ConfigKey.of("name", Kind.TEXT, "What people call it."),
          ConfigKey.of("writable", Kind.FLAG, "Whether it may be written.").orElse("false"));

  private DeviceConfigs() {}

  /** The device named {@code device}, as {@link #parse(AdapterFactory, String, Map)}. */
  public static DeviceConfig parse(AdapterFactory factory, Map<String, ?> settings)
      throws ConfigException {
    return parse(factory, "device", settings);
  }

  /**
   * One device from what a person would write under {@code devices.<name>}.
   *
   * @param settings texts, numbers, flags, lists and maps with texts as keys
   * @throws ConfigException an unknown key, a missing one, or a value of another kind
   */
  public static DeviceConfig parse(AdapterFactory factory, String name, Map<String, ?> settings)
      throws ConfigException {
    List<ConfigKey> deviceKeys = new ArrayList<>(HOSTS_DEVICE_KEYS);
    List<ConfigKey> pointKeys = new ArrayList<>(HOSTS_POINT_KEYS);
    deviceKeys.removeIf(key -> key.name().equals("points"));
    deviceKeys.addAll(factory.deviceKeys());
    pointKeys.addAll(factory.pointKeys());
    deviceKeys.add(HOSTS_DEVICE_KEYS.getLast().holding(pointKeys));
    Settings all = SettingsReader.read("", deviceKeys, settings);
    List<DeviceConfig.Point> points = new ArrayList<>();
    all.namedSections("points").forEach((point, read) -> points.add(point(point, read, factory)));
    return new DeviceConfig(name, only(factory.deviceKeys(), all), points);
  }

  private static DeviceConfig.Point point(String name, Settings read, AdapterFactory factory) {
    return new DeviceConfig.Point(
        name,
        read.optionalText("unit").orElse(null),
        read.flag("writable"),
        only(factory.pointKeys(), read));
  }

  private static Settings only(List<ConfigKey> keys, Settings all) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (ConfigKey key : keys) {
      if (all.has(key.name())) {
        values.put(key.name(), SettingsReader.get(key, all));
      }
    }
    return new Settings(values);
  }
}
