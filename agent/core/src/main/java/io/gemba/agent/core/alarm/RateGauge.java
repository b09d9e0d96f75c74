package io.gemba.agent.core.alarm;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.hal.spi.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far the newest value is from the lowest and the highest within a time. A bad sample begins it
 * anew: nobody knows what was between. One thread.
 */
final class RateGauge implements Gauge {
  private final Needle needle;
  private final double most;
  private final double hysteresis;
  private final Peak highest;
  private final Peak lowest;

  RateGauge(PointRef point, double most, Duration within, double hysteresis) {
    this.needle = new Needle(point);
    this.most = most;
    this.hysteresis = hysteresis;
    this.highest = new Peak(within, 1);
    this.lowest = new Peak(within, -1);
  }

  @Override
  public void observe(PointRef point, Sample sample, Instant at) {
    if (!needle.observe(point, sample)) {
      return;
    }
    if (needle.value().isEmpty()) {
      highest.clear();
      lowest.clear();
    } else {
      highest.add(needle.value().getAsDouble(), at);
      lowest.add(needle.value().getAsDouble(), at);
    }
  }

  @Override
  public Verdict verdict() {
    OptionalDouble change = value();
    return change.isEmpty() ? Verdict.BLIND : Gauge.judge(change.getAsDouble(), most, hysteresis);
  }

  @Override
  public OptionalDouble value() {
    if (needle.value().isEmpty()) {
      return OptionalDouble.empty();
    }
    double now = needle.value().getAsDouble();
    return OptionalDouble.of(Math.max(highest.value() - now, now - lowest.value()));
  }

  @Override
  public @Nullable String trouble() {
    return needle.trouble();
  }

  @Override
  public Optional<Instant> deadline() {
    return Stream.of(highest.deadline(), lowest.deadline())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  @Override
  public void expire(Instant at) {
    highest.expire(at);
    lowest.expire(at);
  }

  @Override
  public void shift(Duration by) {
    highest.shift(by);
    lowest.shift(by);
  }
}
