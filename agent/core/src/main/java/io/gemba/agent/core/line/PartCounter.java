package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts parts of a shift, from a machine's own counter or from pulses. A counter that falls was
 * reset and goes on from zero; a count never does. One thread.
 */
final class PartCounter {
  private final PointRef point;
  private OptionalDouble last = OptionalDouble.empty();
  private @Nullable Boolean high;
  private boolean seen;
  private long count;

  PartCounter(PointRef point) {
    this.point = point;
  }

  PointRef point() {
    return point;
  }

  /** Takes in a sample and returns how many parts it tells of. */
  long observe(PointRef from, Sample sample) {
    if (!from.equals(point) || sample.quality() == Quality.BAD) {
      return 0;
    }
    long parts =
        sample.value() instanceof Value.Bool(boolean level)
            ? pulse(level)
            : reading(Numbers.number(sample.value()));
    count += parts;
    return parts;
  }

  /** The level of a pulse input is not known any more; a counter keeps counting meanwhile. */
  void lost(String device) {
    if (device.equals(point.device())) {
      high = null;
    }
  }

  void newShift() {
    count = 0;
  }

  /** Empty until the point was seen. */
  OptionalLong count() {
    return seen ? OptionalLong.of(count) : OptionalLong.empty();
  }

  /** The machine's own counter when it was last seen. */
  OptionalDouble last() {
    return last;
  }

  /**
   * Continues the count of the same shift; what the machine counted meanwhile comes with its next
   * sample.
   */
  void restore(OptionalLong counted, OptionalDouble lastSeen) {
    seen = counted.isPresent();
    count = counted.orElse(0);
    last = lastSeen;
  }

  private long pulse(boolean level) {
    boolean rising = level && Boolean.FALSE.equals(high);
    high = level;
    seen = true;
    return rising ? 1 : 0;
  }

  private long reading(OptionalDouble number) {
    if (number.isEmpty()) {
      return 0;
    }
    double now = Math.floor(number.getAsDouble());
    double parts = last.isEmpty() ? 0 : now - last.getAsDouble();
    last = OptionalDouble.of(now);
    seen = true;
    return (long) (parts < 0 ? Math.max(0, now) : parts);
  }
}
