package io.gemba.cloud.mqtt;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gemba.cloud.spi.Alarm;
import io.gemba.cloud.spi.AlarmDefinition;
import java.io.IOException;
import java.time.Instant;
import java.util.OptionalDouble;

/** Writes alarms, the same way in all messages; what is not known is left out. */
final class AlarmWriter {
  private AlarmWriter() {}

  static void write(JsonGenerator json, Alarm alarm) throws IOException {
    json.writeStringField("alarm", Wellformed.text(alarm.definition().id()));
    describe(json, alarm.definition());
    json.writeStringField("state", JsonCodec.word(alarm.state()));
    json.writeNumberField("since", Millis.of(alarm.since()));
    StatementWriter.figure(json, "value", alarm.value());
    StatementWriter.figure(json, "limit", OptionalDouble.of(alarm.limit()));
    StatementWriter.text(json, "unit", alarm.unit());
    json.writeBooleanField("acknowledged", alarm.acknowledged());
    person(json, alarm);
    Instant shelved = alarm.shelvedUntil();
    if (shelved != null) {
      json.writeNumberField("shelvedUntil", Millis.of(shelved));
    }
  }

  private static void person(JsonGenerator json, Alarm alarm) throws IOException {
    if (alarm.by() != null) {
      boolean standing =
          alarm.state() == Alarm.State.RAISED || alarm.state() == Alarm.State.CLEARED;
      json.writeStringField(standing ? "ackBy" : "by", Wellformed.text(alarm.by()));
    }
    if (alarm.comment() != null) {
      json.writeStringField("comment", Wellformed.text(alarm.comment()));
    }
  }

  /** What an alarm is, whatever it is in. */
  static void describe(JsonGenerator json, AlarmDefinition alarm) throws IOException {
    StatementWriter.names(json, alarm.names());
    json.writeStringField("severity", JsonCodec.word(alarm.severity()));
    json.writeStringField("device", Wellformed.text(alarm.device().name()));
    json.writeStringField("point", Wellformed.text(alarm.point()));
    json.writeStringField("kind", JsonCodec.word(alarm.kind()));
  }
}
