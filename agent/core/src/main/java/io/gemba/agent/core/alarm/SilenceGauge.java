package io.gemba.agent.core.alarm;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How long a point has said nothing good; a bad sample is no sign of life. Never blind. One thread.
 */
final class SilenceGauge implements Gauge {
  private final PointRef point;
  private final Duration longest;
  private Instant heard;
  private boolean silent;

  SilenceGauge(PointRef point, Duration longest, Instant start) {
    this.point = point;
    this.longest = longest;
    this.heard = start;
  }

  @Override
  public void observe(PointRef from, Sample sample, Instant at) {
    if (from.equals(point) && sample.quality() != Quality.BAD) {
      heard = at;
      silent = false;
    }
  }

  @Override
  public Verdict verdict() {
    return silent ? Verdict.OVER : Verdict.CLEAR;
  }

  @Override
  public OptionalDouble value() {
    return OptionalDouble.empty();
  }

  @Override
  public @Nullable String trouble() {
    return null;
  }

  @Override
  public Optional<Instant> deadline() {
    return silent ? Optional.empty() : Optional.of(heard.plus(longest));
  }

  @Override
  public void expire(Instant at) {
    silent = !heard.plus(longest).isAfter(at);
  }

  @Override
  public void shift(Duration by) {
    heard = heard.plus(by);
  }
}
