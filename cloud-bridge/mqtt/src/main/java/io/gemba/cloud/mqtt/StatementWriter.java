package io.gemba.cloud.mqtt;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gemba.cloud.spi.Alarm;
import io.gemba.cloud.spi.AlarmDefinition;
import io.gemba.cloud.spi.AlarmStatus;
import io.gemba.cloud.spi.DeviceMeta;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.LineMeta;
import io.gemba.cloud.spi.LineStatus;
import io.gemba.cloud.spi.ShiftKpi;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the bodies of retained messages, after their {@code "v":1}. */
final class StatementWriter {
  private StatementWriter() {}

  static void write(JsonGenerator json, GatewayStatus status) throws IOException {
    json.writeStringField("state", "online");
    json.writeNumberField("t", Millis.of(status.at()));
    json.writeStringField("version", status.version());
    json.writeStringField("journal", status.journal());
    json.writeStringField("clock", status.clockSynced() ? "synced" : "unsynced");
    json.writeNumberField("backlog", status.backlog());
    json.writeNumberField("gaps", status.gaps());
    write(json, status.card());
  }

  private static void write(JsonGenerator json, GatewayStatus.Card card) throws IOException {
    if (card.equals(GatewayStatus.Card.UNKNOWN)) {
      return;
    }
    json.writeObjectFieldStart("card");
    if (card.years().isPresent()) {
      json.writeNumberField("years", Math.round(card.years().getAsDouble() * 10) / 10.0);
    }
    if (card.usedPercent().isPresent()) {
      json.writeNumberField("usedPercent", card.usedPercent().getAsInt());
    }
    json.writeEndObject();
  }

  static void write(JsonGenerator json, GatewayId gateway, DeviceMeta meta) throws IOException {
    json.writeStringField("gw", gateway.id());
    json.writeStringField("device", meta.device().name());
    json.writeStringField("adapter", meta.adapter());
    json.writeObjectFieldStart("points");
    for (DeviceMeta.Point point : meta.points()) {
      json.writeObjectFieldStart(Wellformed.text(point.name()));
      text(json, "type", point.type());
      text(json, "unit", point.unit());
      json.writeBooleanField("writable", point.writable());
      names(json, point.names());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  static void write(JsonGenerator json, GatewayId gateway, LineStatus line) throws IOException {
    json.writeStringField("gw", gateway.id());
    json.writeNumberField("t", Millis.of(line.at()));
    json.writeStringField("state", line.state().name());
    json.writeBooleanField("slow", line.slow());
    json.writeNumberField("since", Millis.of(line.since()));
    text(json, "cause", line.cause());
    names(json, line.names());
    json.writeStringField("timezone", line.timezone().getId());
    if (line.reason() != null) {
      json.writeStringField("reason", Wellformed.text(line.reason()));
    }
  }

  static void write(JsonGenerator json, GatewayId gateway, LineMeta line) throws IOException {
    json.writeNumberField("t", Millis.of(line.at()));
    names(json, line.names());
    json.writeStringField("timezone", line.timezone().getId());
    json.writeStringField("gateway", gateway.id());
    json.writeArrayFieldStart("reasons");
    for (LineMeta.Reason reason : line.reasons()) {
      json.writeStartObject();
      json.writeStringField("id", Wellformed.text(reason.id()));
      names(json, reason.names());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("alarms");
    for (AlarmDefinition alarm : line.alarms()) {
      json.writeStartObject();
      json.writeStringField("id", Wellformed.text(alarm.id()));
      AlarmWriter.describe(json, alarm);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void write(JsonGenerator json, GatewayId gateway, AlarmStatus alarms) throws IOException {
    json.writeStringField("gw", gateway.id());
    json.writeNumberField("t", Millis.of(alarms.at()));
    json.writeArrayFieldStart("active");
    for (Alarm alarm : alarms.active()) {
      json.writeStartObject();
      AlarmWriter.write(json, alarm);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("blind");
    for (Map.Entry<String, String> blind : alarms.blind().entrySet()) {
      json.writeStringField(Wellformed.text(blind.getKey()), Wellformed.text(blind.getValue()));
    }
    json.writeEndObject();
  }

  static void write(JsonGenerator json, GatewayId gateway, ShiftKpi kpi) throws IOException {
    json.writeStringField("gw", gateway.id());
    json.writeNumberField("t", Millis.of(kpi.at()));
    json.writeObjectFieldStart("shift");
    json.writeNumberField("from", Millis.of(kpi.shiftFrom()));
    json.writeNumberField("to", Millis.of(kpi.shiftTo()));
    json.writeEndObject();
    number(json, "good", kpi.good());
    number(json, "reject", kpi.reject());
    number(json, "produced", produced(kpi));
    number(json, "target", kpi.target());
    number(json, "targetNow", kpi.targetNow());
    figure(json, "oee", kpi.oee());
    figure(json, "availability", kpi.availability());
    figure(json, "performance", kpi.performance());
    figure(json, "quality", kpi.quality());
    figure(json, "coverage", kpi.coverage());
    millis(json, "idealCycleMs", kpi.idealCycle());
    millis(json, "cycleMs", kpi.cycle());
    json.writeObjectFieldStart("inputs");
    json.writeNumberField("aptMs", kpi.productionTime().toMillis());
    json.writeNumberField("pbtMs", kpi.busyTime().toMillis());
    json.writeNumberField("knownMs", kpi.knownTime().toMillis());
    json.writeEndObject();
    stops(json, kpi);
    figure(json, "energyKwh", kpi.energy());
    figure(json, "energyPerGood", kpi.energyPerGood());
  }

  private static void stops(JsonGenerator json, ShiftKpi kpi) throws IOException {
    ShiftKpi.Stops stops = kpi.stops();
    json.writeObjectFieldStart("stops");
    json.writeNumberField("n", stops.count());
    json.writeNumberField("minor", stops.minor());
    json.writeNumberField("ms", stops.time().toMillis());
    json.writeNumberField("unexplainedMs", stops.unexplained().toMillis());
    json.writeNumberField("faults", stops.faults());
    json.writeNumberField("faultMs", stops.faultTime().toMillis());
    figure(json, "mtbfMs", kpi.mtbf());
    figure(json, "mttrMs", kpi.mttr());
    json.writeEndObject();
  }

  /**
   * Produced quantity PQ = good + rejects (ISO 22400-2); a line without a reject signal has none.
   */
  private static OptionalLong produced(ShiftKpi kpi) {
    return kpi.good().isPresent()
        ? OptionalLong.of(kpi.good().getAsLong() + kpi.reject().orElse(0))
        : OptionalLong.empty();
  }

  static void names(JsonGenerator json, Map<String, String> names) throws IOException {
    json.writeObjectFieldStart("name");
    for (Map.Entry<String, String> name : new TreeMap<>(names).entrySet()) {
      json.writeStringField(name.getKey(), Wellformed.text(name.getValue()));
    }
    json.writeEndObject();
  }

  static void text(JsonGenerator json, String field, @Nullable String text) throws IOException {
    json.writeFieldName(field);
    if (text == null) {
      json.writeNull();
    } else {
      json.writeString(Wellformed.text(text));
    }
  }

  private static void number(JsonGenerator json, String field, OptionalLong number)
      throws IOException {
    json.writeFieldName(field);
    if (number.isPresent()) {
      json.writeNumber(number.getAsLong());
    } else {
      json.writeNull();
    }
  }

  /** A withheld figure is null, and so is one that is no number: nobody shall read "NaN" as one. */
  static void figure(JsonGenerator json, String field, OptionalDouble figure) throws IOException {
    json.writeFieldName(field);
    if (figure.isPresent() && Double.isFinite(figure.getAsDouble())) {
      json.writeNumber(figure.getAsDouble());
    } else {
      json.writeNull();
    }
  }

  /** Zero means that it is not known. */
  private static void millis(JsonGenerator json, String field, Duration duration)
      throws IOException {
    json.writeFieldName(field);
    if (duration.isZero()) {
      json.writeNull();
    } else {
      json.writeNumber(duration.toMillis());
    }
  }
}
