package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig;
import io.gemba.agent.core.config.LineConfig.PointRef;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which lines listen to which points: most samples of a gateway are none of any line's business.
 */
final class Routes {
  private final Map<String, Map<String, Set<Line>>> byDeviceAndPoint = new HashMap<>();

  void add(LineConfig config, Line line) {
    Stream.of(stateOf(config), config.good().stream(), config.reject().stream())
        .flatMap(points -> points)
        .forEach(point -> listeners(point).add(line));
  }

  Set<Line> of(String device, String point) {
    return byDeviceAndPoint.getOrDefault(device, Map.of()).getOrDefault(point, Set.of());
  }

  private Set<Line> listeners(PointRef point) {
    return byDeviceAndPoint
        .computeIfAbsent(point.device(), device -> new HashMap<>())
        .computeIfAbsent(point.point(), name -> new LinkedHashSet<>());
  }

  private static Stream<PointRef> stateOf(LineConfig config) {
    return switch (config.state()) {
      case LineConfig.PackMl(PointRef state, Optional<PointRef> mode, var profile) ->
          Stream.concat(Stream.of(state), mode.stream());
      case LineConfig.StackLight(var green, var amber, var red, var blue) ->
          List.of(green, amber, red, blue).stream().flatMap(Optional::stream);
      case LineConfig.Machinery(PointRef state) -> Stream.of(state);
      case LineConfig.Counter() -> Stream.of();
    };
  }
}
