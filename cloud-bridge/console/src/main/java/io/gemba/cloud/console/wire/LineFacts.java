package io.gemba.cloud.console.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.gemba.cloud.console.wire.Statement.AlarmEvent;
import io.gemba.cloud.console.wire.Statement.LineAlarms;
import io.gemba.cloud.console.wire.Statement.LineMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what a gateway says of a line's alarms and reasons. */
final class LineFacts {
  /** More alarms than these on one line are a broken threshold, not a line. */
  private static final int MAX_ALARMS = 200;

  private static final int MAX_REASONS = 200;
  private static final Set<String> SEVERITIES = Set.of("info", "warning", "critical");
  private static final Set<String> STATES =
      Set.of("raised", "cleared", "acknowledged", "shelved", "unshelved");

  private LineFacts() {}

  static Statement event(Topic.Place place, JsonNode n) throws MalformedException {
    Alarm alarm = alarm(n, Fields.requiredText(n, "alarm"));
    return new AlarmEvent(place.line(), Fields.requiredTime(n), alarm);
  }

  static Statement alarms(Topic.Place place, JsonNode n) throws MalformedException {
    List<Alarm> active = new ArrayList<>();
    for (JsonNode each : n.path("active")) {
      String id = Fields.text(each, "alarm");
      if (id != null && active.size() < MAX_ALARMS) {
        active.add(alarm(each, id));
      }
    }
    return new LineAlarms(
        place.line(), Fields.text(n, "gw"), Fields.requiredTime(n), List.copyOf(active));
  }

  static Statement meta(Topic.Place place, JsonNode n) {
    List<Reason> reasons = new ArrayList<>();
    for (JsonNode each : n.path("reasons")) {
      String id = Fields.text(each, "id");
      if (id != null && reasons.size() < MAX_REASONS) {
        reasons.add(new Reason(id, Fields.names(each, "name")));
      }
    }
    return new LineMeta(
        place.line(),
        Fields.text(n, "gateway"),
        Fields.names(n, "name"),
        Fields.text(n, "timezone"),
        List.copyOf(reasons));
  }

  private static Alarm alarm(JsonNode n, String id) {
    String severity = Fields.text(n, "severity");
    String said = Fields.text(n, "state");
    String state = said == null || !STATES.contains(said) ? "raised" : said;
    String ackBy = Fields.text(n, "ackBy");
    String by = Fields.text(n, "by");
    return new Alarm(
        id,
        Fields.names(n, "name"),
        severity == null || !SEVERITIES.contains(severity) ? "warning" : severity,
        Fields.text(n, "kind"),
        Fields.text(n, "device"),
        Fields.text(n, "point"),
        state,
        n.has("active") ? Fields.flag(n, "active") : !state.equals("cleared"),
        Fields.flag(n, "acknowledged") || state.equals("acknowledged"),
        ackBy == null && state.equals("acknowledged") ? by : ackBy,
        Fields.whole(n, "shelvedUntil"),
        Fields.whole(n, "since"),
        Fields.number(n, "value"),
        Fields.number(n, "limit"),
        Fields.text(n, "unit"),
        Fields.text(n, "comment"));
  }
}
