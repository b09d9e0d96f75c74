package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import java.util.OptionalDouble;

/**
 * Energy of a shift from a meter that only counts up, in kWh. A meter that falls was replaced or
 * reset: what it shows from then on is counted from there. One thread.
 */
final class EnergyMeter {
  private final PointRef point;
  private OptionalDouble last = OptionalDouble.empty();
  private double used;

  EnergyMeter(PointRef point) {
    this.point = point;
  }

  PointRef point() {
    return point;
  }

  void observe(PointRef from, Sample sample) {
    if (!from.equals(point) || sample.quality() == Quality.BAD) {
      return;
    }
    OptionalDouble now = Numbers.number(sample.value());
    if (now.isPresent()) {
      used += last.isPresent() ? Math.max(0, now.getAsDouble() - last.getAsDouble()) : 0;
      last = now;
    }
  }

  void newShift() {
    used = 0;
  }

  /** kWh since the shift began; empty until the meter was seen. */
  OptionalDouble used() {
    return last.isEmpty() ? last : OptionalDouble.of(used);
  }

  /** What the meter showed last. */
  OptionalDouble last() {
    return last;
  }

  void restore(OptionalDouble usedSoFar, OptionalDouble lastSeen) {
    used = usedSoFar.orElse(0);
    last = lastSeen;
  }
}
