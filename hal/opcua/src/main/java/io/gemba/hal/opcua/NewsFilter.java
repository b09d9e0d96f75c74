package io.gemba.hal.opcua;

import java.lang.reflect.Array;
import java.util.Objects;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.jspecify.annotations.Nullable;

/**
 * Tells news from noise here, where the server does not: the same trigger and absolute deadband
 * (OPC 10000-4 §7.22.2), against the last reading that passed. Guarded by {@link Readings}.
 */
final class NewsFilter {
  private final Trigger trigger;
  private final double deadband;
  private @Nullable DataValue last;

  /**
   * A filter that has let nothing pass yet.
   *
   * @param deadband in the point's own unit; 0 = none
   */
  NewsFilter(Trigger trigger, double deadband) {
    this.trigger = trigger;
    this.deadband = deadband;
  }

  boolean passes(DataValue reading) {
    DataValue before = last;
    if (before != null && !isNews(before, reading)) {
      return false;
    }
    last = reading;
    return true;
  }

  private boolean isNews(DataValue before, DataValue reading) {
    if (before.statusCode().value() != reading.statusCode().value()) {
      return true;
    }
    if (trigger == Trigger.STATUS) {
      return false;
    }
    if (trigger == Trigger.TIMESTAMP && deadband == 0) {
      @Nullable DateTime time = reading.sourceTime();
      if (!Objects.equals(before.sourceTime(), time)) {
        return true;
      }
    }
    return differs(before.value().value(), reading.value().value(), deadband);
  }

  /** Whether two values are further apart than a deadband. */
  static boolean differs(@Nullable Object before, @Nullable Object now, double deadband) {
    if (before instanceof Number a && now instanceof Number b && deadband > 0) {
      double apart = Math.abs(a.doubleValue() - b.doubleValue());
      return Double.isNaN(apart) ? !a.equals(b) : apart > deadband;
    }
    if (before != null && now != null && before.getClass().isArray() && deadband > 0) {
      return arraysDiffer(before, now, deadband);
    }
    return !Objects.deepEquals(before, now);
  }

  private static boolean arraysDiffer(Object before, Object now, double deadband) {
    if (!now.getClass().isArray() || Array.getLength(before) != Array.getLength(now)) {
      return true;
    }
    for (int i = 0; i < Array.getLength(before); i++) {
      if (differs(Array.get(before, i), Array.get(now, i), deadband)) {
        return true;
      }
    }
    return false;
  }
}
