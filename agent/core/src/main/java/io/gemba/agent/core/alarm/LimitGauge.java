package io.gemba.agent.core.alarm;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.hal.spi.Sample;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A value against a limit. One thread. */
final class LimitGauge implements Gauge {
  private final Needle needle;
  private final double limit;
  private final double hysteresis;
  private final int sign;

  /** Above the limit with a sign of 1, below it with -1. */
  LimitGauge(PointRef point, double limit, double hysteresis, int sign) {
    this.needle = new Needle(point);
    this.limit = limit;
    this.hysteresis = hysteresis;
    this.sign = sign;
  }

  @Override
  public void observe(PointRef point, Sample sample, Instant at) {
    needle.observe(point, sample);
  }

  @Override
  public Verdict verdict() {
    OptionalDouble value = needle.value();
    return value.isEmpty()
        ? Verdict.BLIND
        : Gauge.judge(sign * value.getAsDouble(), sign * limit, hysteresis);
  }

  @Override
  public OptionalDouble value() {
    return needle.value();
  }

  @Override
  public @Nullable String trouble() {
    return needle.trouble();
  }
}
