package io.gemba.agent.core.alarm;

import io.gemba.agent.core.line.LineDevice;
import io.gemba.cloud.spi.Alarm;
import io.gemba.cloud.spi.AlarmDefinition;
import io.gemba.cloud.spi.AlarmNews;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A change of an alarm as a sample of its line, with the same fields as the live message. */
final class AlarmFact {
  private AlarmFact() {}

  static Sample of(AlarmNews news) {
    Alarm alarm = news.alarm();
    AlarmDefinition definition = alarm.definition();
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("alarm", Value.of(definition.id()));
    fields.put("name", names(definition));
    fields.put("severity", word(definition.severity()));
    fields.put("kind", word(definition.kind()));
    fields.put("device", Value.of(definition.device().name()));
    fields.put("point", Value.of(definition.point()));
    fields.put("state", word(alarm.state()));
    fields.put("since", Value.of(alarm.since().toEpochMilli()));
    alarm.value().ifPresent(value -> fields.put("value", Value.of(value)));
    fields.put("limit", Value.of(alarm.limit()));
    text(fields, "unit", alarm.unit());
    fields.put("acknowledged", Value.of(alarm.acknowledged()));
    boolean byItself = alarm.state() == Alarm.State.RAISED || alarm.state() == Alarm.State.CLEARED;
    text(fields, byItself ? "ackBy" : "by", alarm.by());
    text(fields, "comment", alarm.comment());
    Instant shelved = alarm.shelvedUntil();
    if (shelved != null) {
      fields.put("shelvedUntil", Value.of(shelved.toEpochMilli()));
    }
    return Sample.good(LineDevice.ALARM, new Value.Fields(fields), news.at());
  }

  private static Value names(AlarmDefinition definition) {
    Map<String, Value> names = new LinkedHashMap<>();
    new TreeMap<>(definition.names()).forEach((tag, name) -> names.put(tag, Value.of(name)));
    return new Value.Fields(names);
  }

  private static Value word(Enum<?> constant) {
    return Value.of(constant.name().toLowerCase(Locale.ROOT));
  }

  private static void text(Map<String, Value> fields, String name, @Nullable String text) {
    if (text != null) {
      fields.put(name, Value.of(text));
    }
  }
}
