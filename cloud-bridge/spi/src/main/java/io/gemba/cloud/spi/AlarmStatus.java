package io.gemba.cloud.spi;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All alarms of a line that are active, not acknowledged yet, or shelved.
 *
 * @param line {@code area/line}
 * @param at when this was said
 * @param active in the order of the configuration; {@link Alarm.State#RAISED} while active
 * @param blind alarms of which nobody can tell just now whether they hold, with the reason in
 *     words: they stay what they were
 */
public record AlarmStatus(String line, Instant at, List<Alarm> active, Map<String, String> blind)
    implements Outgoing.Statement {
  public AlarmStatus {
    active = List.copyOf(active);
    blind = Collections.unmodifiableMap(new TreeMap<>(blind));
  }

  @Override
  public String subject() {
    return "alarms/" + line;
  }
}
