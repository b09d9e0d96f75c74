package io.gemba.hal.opcua;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;

/** What makes a reading news (OPC 10000-4 §7.10). */
enum Trigger {
  /** Only another status. */
  STATUS(DataChangeTrigger.Status),
  /** Another status or value. */
  VALUE(DataChangeTrigger.StatusValue),
  /** Another status, value or source time. */
  TIMESTAMP(DataChangeTrigger.StatusValueTimestamp);

  private final DataChangeTrigger asked;

  Trigger(DataChangeTrigger asked) {
    this.asked = asked;
  }

  /** What servers call it. */
  DataChangeTrigger asked() {
    return asked;
  }

  /** What a configuration calls it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Trigger of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  static List<String> words() {
    return Stream.of(values()).map(Trigger::word).toList();
  }
}
