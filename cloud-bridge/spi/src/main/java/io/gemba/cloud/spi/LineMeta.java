package io.gemba.cloud.spi;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * What there is to know about a line that does not change with what it does.
 *
 * @param line {@code area/line}
 * @param at when this was said
 * @param names the line's names by language tag
 * @param timezone the plant's
 * @param reasons what people may choose from to explain a stop
 * @param alarms the alarms that are defined on points of the line
 */
public record LineMeta(
    String line,
    Instant at,
    Map<String, String> names,
    ZoneId timezone,
    List<Reason> reasons,
    List<AlarmDefinition> alarms)
    implements Outgoing.Statement {
  public LineMeta {
    names = Map.copyOf(names);
    reasons = List.copyOf(reasons);
    alarms = List.copyOf(alarms);
  }

  /**
   * A reason for a stop.
   *
   * @param id what is written down
   * @param names what people read, by language tag
   */
  public record Reason(String id, Map<String, String> names) {
    public Reason {
      names = Map.copyOf(names);
    }
  }

  @Override
  public String subject() {
    return "line-meta/" + line;
  }
}
