package io.gemba.cloud.console.board;

import io.gemba.cloud.console.wire.Alarm;
import io.gemba.cloud.console.wire.Statement.AlarmEvent;
import io.gemba.cloud.console.wire.Statement.LineAlarms;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The alarms of one line as last heard: the retained list is the truth, changes since then are
 * applied to it, so a console that joins late and one that was there say the same. Guarded by the
 * board.
 */
final class Alarms {
  private static final int MOST = 200;
  private static final Comparator<Alarm> WORST_FIRST =
      Comparator.comparingInt(Alarms::rank)
          .thenComparing(a -> a.since() == null ? Long.MAX_VALUE : a.since());

  private final Map<String, Alarm> known = new LinkedHashMap<>();
  private long listed = Long.MIN_VALUE;

  /** Takes the whole list, unless a newer one is known. */
  void hear(LineAlarms list) {
    if (list.time() < listed) {
      return;
    }
    listed = list.time();
    known.clear();
    list.active().forEach(a -> known.put(a.key(), a));
  }

  /** Takes one change, unless the list is newer. */
  void hear(AlarmEvent event) {
    if (event.time() < listed) {
      return;
    }
    Alarm change = event.alarm();
    Alarm before = known.get(change.key());
    Alarm now = before == null ? change : before.after(change);
    if (!now.active() && (now.acknowledged() || before == null)) {
      known.remove(change.key());
    } else if (before != null || known.size() < MOST) {
      known.put(change.key(), now);
    }
  }

  void clear() {
    known.clear();
    listed = Long.MIN_VALUE;
  }

  /** Every one, worst first. */
  List<Alarm> all() {
    if (known.isEmpty()) {
      return List.of();
    }
    List<Alarm> all = new ArrayList<>(known.values());
    all.sort(WORST_FIRST);
    return all;
  }

  /** Lower is worse: what nobody has looked after comes before what somebody has. */
  private static int rank(Alarm a) {
    int severity =
        switch (a.severity()) {
          case "critical" -> 0;
          case "warning" -> 1;
          default -> 2;
        };
    int state = a.shelvedUntil() != null ? 9 : a.active() ? 0 : 3;
    return state + severity + (a.acknowledged() ? 10 : 0);
  }
}
