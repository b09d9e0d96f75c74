package io.gemba.agent.core.command;

import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.hal.spi.DeviceConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The points of this gateway by the addresses that commands use: {@code area/line/cell/point}, or
 * {@code device/point} where two devices of a cell have points of one name; and what people may say
 * about lines, {@code area/line/_/reason} and {@code area/line/_/alarms}. Immutable.
 */
final class Targets {
  static final String REASON = "/_/reason";
  static final String ALARMS = "/_/alarms";

  private final Map<String, List<Target>> byAddress = new LinkedHashMap<>();
  private final Map<String, String> lineOf = new HashMap<>();

  /** A point that a command can mean. */
  record Target(String device, String point, boolean writable) {
    @Override
    public String toString() {
      return device + "/" + point;
    }
  }

  /**
   * Knows devices and lines.
   *
   * @param lines {@code area/line} each
   */
  Targets(Collection<DeviceEntry> devices, Collection<String> lines) {
    for (String line : lines) {
      add(line + REASON, new Target(line, "reason", true));
      add(line + ALARMS, new Target(line, "alarms", true));
    }
    for (DeviceEntry entry : devices) {
      String place = entry.device().place();
      lineOf.put(entry.device().name(), place.substring(0, place.lastIndexOf('/')));
      for (DeviceConfig.Point point : entry.config().points()) {
        String device = entry.device().name();
        Target target = new Target(device, point.name(), point.writable());
        add(entry.device().place() + "/" + point.name(), target);
        add(device + "/" + point.name(), target);
      }
    }
  }

  private void add(String address, Target target) {
    byAddress.computeIfAbsent(address, _ -> new ArrayList<>()).add(target);
  }

  /** The line that a device stands at; of one that is not there, its own name. */
  String lineOf(String device) {
    return lineOf.getOrDefault(device, device);
  }

  /** What an address means: exactly one when it is clear. */
  List<Target> at(String address) {
    return byAddress.getOrDefault(address, List.of());
  }
}
