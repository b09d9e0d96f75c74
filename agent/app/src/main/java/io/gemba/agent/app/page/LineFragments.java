package io.gemba.agent.app.page;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gemba.agent.app.status.Json;
import io.gemba.agent.core.config.Reason;
import io.gemba.agent.core.line.LineView;
import io.gemba.agent.core.line.Stop;
import io.gemba.cloud.spi.Alarm;
import io.gemba.cloud.spi.AlarmStatus;
import io.gemba.cloud.spi.LineStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines and alarms as pieces of JSON: {@code line/molding/l3}, {@code alarms/molding/l3}. */
final class LineFragments {
  /** More stops than this nobody explains on a phone at the gateway. */
  private static final int MOST_STOPS = 20;

  private LineFragments() {}

  static Map<String, String> of(LineBoard board) {
    Map<String, String> pieces = new LinkedHashMap<>();
    board.lines().forEach(line -> pieces.put("line/" + line.status().line(), line(line)));
    board.alarms().stream()
        .filter(alarms -> !alarms.active().isEmpty() || !alarms.blind().isEmpty())
        .forEach(alarms -> pieces.put("alarms/" + alarms.line(), alarms(alarms)));
    return pieces;
  }

  private static String line(LineView line) {
    LineStatus status = line.status();
    List<Stop> newest = line.stops().reversed().stream().limit(MOST_STOPS).toList();
    return Json.line(
        json -> {
          json.writeStartObject();
          names(json, status.names());
          json.writeStringField("state", status.state().name());
          Json.time(json, "since", status.since());
          json.writeStringField("cause", status.cause());
          json.writeArrayFieldStart("reasons");
          for (Reason reason : line.reasons()) {
            json.writeStartObject();
            json.writeStringField("id", reason.id());
            names(json, reason.names());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayFieldStart("stops");
          for (Stop stop : newest) {
            stop(json, stop, lasts(stop, status));
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** One that lasts has no end that could change every second. */
  private static boolean lasts(Stop stop, LineStatus status) {
    return !stop.until().isBefore(status.since())
        && switch (status.state()) {
          case FAULT, SETUP, IDLE, STOPPED -> true;
          default -> false;
        };
  }

  private static void stop(JsonGenerator json, Stop stop, boolean lasts) throws IOException {
    json.writeStartObject();
    json.writeNumberField("from", stop.from().toEpochMilli());
    if (!lasts) {
      json.writeNumberField("ms", stop.millis());
    }
    json.writeStringField("state", stop.state().name());
    json.writeStringField("cause", stop.cause());
    json.writeStringField("reason", stop.reason());
    json.writeEndObject();
  }

  private static String alarms(AlarmStatus alarms) {
    return Json.line(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("active");
          for (Alarm alarm : alarms.active()) {
            alarm(json, alarm);
          }
          json.writeEndArray();
          json.writeObjectFieldStart("blind");
          for (Map.Entry<String, String> blind : alarms.blind().entrySet()) {
            json.writeStringField(blind.getKey(), blind.getValue());
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void alarm(JsonGenerator json, Alarm alarm) throws IOException {
    json.writeStartObject();
    json.writeStringField("alarm", alarm.definition().id());
    names(json, alarm.definition().names());
    json.writeStringField(
        "severity", alarm.definition().severity().name().toLowerCase(Locale.ROOT));
    json.writeStringField(
        "point", alarm.definition().device().name() + "/" + alarm.definition().point());
    json.writeBooleanField("active", alarm.state() == Alarm.State.RAISED);
    Json.time(json, "since", alarm.since());
    if (alarm.value().isPresent()) {
      json.writeNumberField("value", alarm.value().getAsDouble());
    }
    json.writeNumberField("limit", alarm.limit());
    json.writeStringField("unit", alarm.unit());
    json.writeBooleanField("acknowledged", alarm.acknowledged());
    json.writeStringField("by", alarm.by());
    json.writeStringField("comment", alarm.comment());
    Instant shelved = alarm.shelvedUntil();
    if (shelved != null) {
      Json.time(json, "shelvedUntil", shelved);
    }
    json.writeEndObject();
  }

  private static void names(JsonGenerator json, Map<String, String> names) throws IOException {
    json.writeObjectFieldStart("names");
    for (Map.Entry<String, String> name : names.entrySet()) {
      json.writeStringField(name.getKey(), name.getValue());
    }
    json.writeEndObject();
  }
}
