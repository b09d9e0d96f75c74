package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import io.gemba.agent.core.config.LineConfig.PointRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The points of all devices, which lines refer to as {@code device/point}. */
final class KnownPoints {
  private final Map<String, Set<String>> byDevice = new LinkedHashMap<>();
  private final Set<String> incomplete = new HashSet<>();

  /**
   * Adds a device.
   *
   * @param complete false when some of its points could not be read, so that none can be missed
   */
  void add(String device, Set<String> points, boolean complete) {
    byDevice.put(device, Set.copyOf(points));
    if (!complete) {
      incomplete.add(device);
    }
  }

  /** A reference to a point that exists. */
  PointRef ref(String text) throws Complaint {
    String[] parts = text.split("/", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new Complaint(
          quote(text) + " must name a point as device/point", Spelling.didYouMean(text, all()));
    }
    PointRef ref = new PointRef(parts[0], parts[1]);
    Set<String> points = byDevice.get(ref.device());
    if (points == null) {
      throw new Complaint(
          "there is no device " + quote(ref.device()), Spelling.didYouMean(text, all()));
    }
    if (!points.contains(ref.point()) && !incomplete.contains(ref.device())) {
      throw new Complaint(
          "the device " + quote(ref.device()) + " has no point " + quote(ref.point()),
          Spelling.didYouMean(ref.point(), points));
    }
    return ref;
  }

  private List<String> all() {
    List<String> all = new ArrayList<>();
    byDevice.forEach((device, points) -> points.forEach(point -> all.add(device + "/" + point)));
    return all;
  }
}
