package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.PointRef;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which lines listen to which points: most samples of a gateway are none of any line's business.
 */
final class Routes {
  private final Map<String, Map<String, Set<Line>>> byDeviceAndPoint = new HashMap<>();

  void add(Line line) {
    line.points().forEach(point -> listeners(point).add(line));
  }

  Set<Line> of(String device, String point) {
    return byDeviceAndPoint.getOrDefault(device, Map.of()).getOrDefault(point, Set.of());
  }

  private Set<Line> listeners(PointRef point) {
    return byDeviceAndPoint
        .computeIfAbsent(point.device(), device -> new HashMap<>())
        .computeIfAbsent(point.point(), name -> new LinkedHashSet<>());
  }
}
