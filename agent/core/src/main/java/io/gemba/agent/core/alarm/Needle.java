package io.gemba.agent.core.alarm;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.line.Numbers;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The newest number of one point, or why there is none to trust. One thread. */
final class Needle {
  private final PointRef point;
  private OptionalDouble value = OptionalDouble.empty();
  private @Nullable String trouble;

  Needle(PointRef point) {
    this.point = point;
    this.trouble = name() + " has said nothing yet";
  }

  /** Whether the sample is of its point. */
  boolean observe(PointRef from, Sample sample) {
    if (!from.equals(point)) {
      return false;
    }
    value = OptionalDouble.empty();
    if (sample.quality() == Quality.BAD) {
      trouble = name() + " is bad";
      return true;
    }
    value =
        sample.value() instanceof Value.Bool(boolean truth)
            ? OptionalDouble.of(truth ? 1 : 0)
            : Numbers.number(sample.value());
    trouble = value.isPresent() ? null : name() + " is no number";
    return true;
  }

  OptionalDouble value() {
    return value;
  }

  @Nullable String trouble() {
    return trouble;
  }

  private String name() {
    return point.device() + "/" + point.point();
  }
}
