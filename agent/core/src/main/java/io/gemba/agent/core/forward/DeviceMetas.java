package io.gemba.agent.core.forward;

import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.cloud.spi.DeviceMeta;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the points of every device are, configured ones and those that its adapter found; a point's
 * type is known from its first good value on. {@link #learn}, {@link #found} and {@link #sayNews}
 * belong to one thread.
 */
public final class DeviceMetas {
  private final Map<String, Known> devices = new HashMap<>();
  private final Statements statements;

  private static final class Known {
    private final DeviceEntry entry;
    private final Map<String, String> types = new HashMap<>();
    private List<DeviceConfig.Point> found = List.of();
    private boolean news = true;

    Known(DeviceEntry entry) {
      this.entry = entry;
    }

    private List<DeviceConfig.Point> all() {
      return Stream.concat(entry.config().points().stream(), found.stream()).toList();
    }

    private void carryOver(Known old) {
      Set<String> configured = new HashSet<>();
      entry.config().points().forEach(point -> configured.add(point.name()));
      found = old.found.stream().filter(point -> !configured.contains(point.name())).toList();
      boolean same = entry.equals(old.entry);
      for (DeviceConfig.Point point : same ? all() : found) {
        String type = old.types.get(point.name());
        if (type != null) {
          types.put(point.name(), type);
        }
      }
    }

    private int size() {
      return entry.config().points().size() + found.size();
    }
  }

  /** Knows the devices of a configuration and says nothing yet. */
  public DeviceMetas(List<DeviceEntry> entries, Statements statements) {
    this.statements = statements;
    entries.forEach(entry -> devices.put(entry.device().name(), new Known(entry)));
  }

  /**
   * Takes over what was known under the configuration before, for devices that are still read in
   * the same way: an adapter tells of what it found when it finds it, not when we ask.
   */
  public void carryOver(DeviceMetas before) {
    before.devices.forEach(
        (name, old) -> {
          Known now = devices.get(name);
          if (now != null && now.entry.adapter().equals(old.entry.adapter())) {
            now.carryOver(old);
          }
        });
  }

  /** Learns the types of points that were not known yet. */
  public void learn(String device, List<Sample> samples) {
    Known known = devices.get(device);
    if (known == null || known.types.size() >= known.size()) {
      return;
    }
    for (Sample sample : samples) {
      if (sample.quality() == Quality.GOOD
          && known.types.putIfAbsent(sample.point(), typeOf(sample.value())) == null) {
        known.news = true;
      }
    }
  }

  /** The points that a device's adapter found by itself, instead of those it found before. */
  public void found(String device, List<DeviceConfig.Point> points) {
    Known known = devices.get(device);
    if (known == null || known.found.equals(points)) {
      return;
    }
    known.found = List.copyOf(points);
    Set<String> left = new HashSet<>();
    known.all().forEach(point -> left.add(point.name()));
    known.types.keySet().retainAll(left);
    known.news = true;
  }

  /** States what has been learnt since the last call. */
  public void sayNews() {
    for (Known known : devices.values()) {
      if (known.news) {
        known.news = false;
        statements.say(metaOf(known));
      }
    }
  }

  private static DeviceMeta metaOf(Known known) {
    List<DeviceMeta.Point> points = new ArrayList<>();
    for (DeviceConfig.Point point : known.all()) {
      points.add(
          new DeviceMeta.Point(
              point.name(),
              known.types.get(point.name()),
              point.unit(),
              point.writable(),
              known.entry.pointNames().getOrDefault(point.name(), Map.of())));
    }
    return new DeviceMeta(known.entry.device(), known.entry.adapter(), points);
  }

  private static String typeOf(Value value) {
    return switch (value) {
      case Value.None ignored -> "none";
      case Value.Bool ignored -> "bool";
      case Value.Int ignored -> "int";
      case Value.UInt ignored -> "uint";
      case Value.Real ignored -> "real";
      case Value.Real32 ignored -> "real";
      case Value.Text ignored -> "text";
      case Value.Time ignored -> "time";
      case Value.Bytes ignored -> "bytes";
      case Value.Items ignored -> "array";
      case Value.Fields ignored -> "object";
    };
  }
}
