package io.gemba.agent.core.command;

import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.hal.spi.DeviceConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The points of this gateway by the addresses that commands use: {@code area/line/cell/point}, or
 * {@code device/point} where two devices of a cell have points of one name. Immutable.
 */
final class Targets {
  private final Map<String, List<Target>> byAddress = new LinkedHashMap<>();

  /** A point that a command can mean. */
  record Target(String device, String point, boolean writable) {
    @Override
    public String toString() {
      return device + "/" + point;
    }
  }

  Targets(Collection<DeviceEntry> devices) {
    for (DeviceEntry entry : devices) {
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

  /** What an address means: exactly one when it is clear. */
  List<Target> at(String address) {
    return byAddress.getOrDefault(address, List.of());
  }
}
