package io.gemba.agent.core.alarm;

import io.gemba.agent.core.config.AlarmConfig.Deviation;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.hal.spi.Sample;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** How far a value is from where it should be. One thread. */
final class DeviationGauge implements Gauge {
  private final Needle needle;
  private final Optional<Needle> from;
  private final Deviation config;
  private final double hysteresis;

  DeviationGauge(PointRef point, Deviation config, double hysteresis) {
    this.needle = new Needle(point);
    this.from = config.from().map(Needle::new);
    this.config = config;
    this.hysteresis = hysteresis;
  }

  @Override
  public void observe(PointRef point, Sample sample, Instant at) {
    needle.observe(point, sample);
    from.ifPresent(other -> other.observe(point, sample));
  }

  @Override
  public Verdict verdict() {
    OptionalDouble distance = value();
    return distance.isEmpty()
        ? Verdict.BLIND
        : Gauge.judge(distance.getAsDouble(), config.most(), hysteresis);
  }

  @Override
  public OptionalDouble value() {
    OptionalDouble should =
        from.isPresent() ? from.get().value() : OptionalDouble.of(config.fixed());
    return needle.value().isPresent() && should.isPresent()
        ? OptionalDouble.of(Math.abs(needle.value().getAsDouble() - should.getAsDouble()))
        : OptionalDouble.empty();
  }

  @Override
  public @Nullable String trouble() {
    String own = needle.trouble();
    return own != null ? own : from.map(Needle::trouble).orElse(null);
  }
}
