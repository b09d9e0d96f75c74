package io.gemba.agent.core.line;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.AlarmConfig;
import io.gemba.agent.core.config.LineConfig;
import io.gemba.agent.core.config.Reason;
import io.gemba.cloud.spi.LineMeta;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there is to know about the lines of a configuration. */
public final class LineMetas {
  private LineMetas() {}

  /** One statement a line, also for lines that only have alarms. */
  public static List<LineMeta> of(AgentConfig config, Instant at) {
    return config.lineNames().stream().map(line -> of(config, line, at)).toList();
  }

  private static LineMeta of(AgentConfig config, String line, Instant at) {
    Optional<LineConfig> found =
        config.lines().stream().filter(one -> one.line().equals(line)).findFirst();
    List<Reason> reasons = found.map(LineConfig::reasons).orElse(List.of());
    return new LineMeta(
        line,
        at,
        found.map(LineConfig::names).orElse(Map.of()),
        config.timezone(),
        reasons.stream().map(one -> new LineMeta.Reason(one.id(), one.names())).toList(),
        config.alarms().stream()
            .filter(alarm -> alarm.line().equals(line))
            .map(AlarmConfig::definition)
            .toList());
  }
}
