package io.gemba.agent.core.alarm;

import io.gemba.agent.core.config.AlarmConfig;
import io.gemba.agent.core.config.AlarmConfig.Deviation;
import io.gemba.agent.core.config.AlarmConfig.High;
import io.gemba.agent.core.config.AlarmConfig.Low;
import io.gemba.agent.core.config.AlarmConfig.Rate;
import io.gemba.agent.core.config.AlarmConfig.Silence;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.hal.spi.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Measures what an alarm watches. Time comes from arguments alone and never runs backwards; the
 * owner lets every {@link #deadline} pass, by {@link #expire}, before it hands in anything later.
 * One thread.
 */
interface Gauge {

  /** What the measurement says of the alarm. */
  enum Verdict {
    /** Beyond the limit. */
    OVER,
    /** Within the limit, but not so far that it is over. */
    NEAR,
    /** Well within the limit. */
    CLEAR,
    /** Nobody can tell. */
    BLIND
  }

  /**
   * The gauge that a definition asks for.
   *
   * @param start the time now, from which silence counts
   */
  static Gauge of(AlarmConfig config, Instant start) {
    PointRef point = config.point();
    double hysteresis = config.hysteresis();
    return switch (config.condition()) {
      case High(double limit) -> new LimitGauge(point, limit, hysteresis, 1);
      case Low(double limit) -> new LimitGauge(point, limit, hysteresis, -1);
      case Rate(double change, Duration within) -> new RateGauge(point, change, within, hysteresis);
      case Deviation deviation -> new DeviationGauge(point, deviation, hysteresis);
      case Silence(Duration longest) -> new SilenceGauge(point, longest, start);
    };
  }

  /** Takes in one sample; those of points that are not its own are ignored. */
  void observe(PointRef point, Sample sample, Instant at);

  Verdict verdict();

  /** What is measured, empty where there is nothing to show. */
  OptionalDouble value();

  /** Why it is {@link Verdict#BLIND}. */
  @Nullable String trouble();

  /** When the verdict may change if nothing happens until then. */
  default Optional<Instant> deadline() {
    return Optional.empty();
  }

  /** The deadline has passed. */
  default void expire(Instant at) {}

  /** The clock was stepped: no time has passed by it. */
  default void shift(Duration by) {}

  /** What a measurement says against a limit. */
  static Verdict judge(double measured, double limit, double hysteresis) {
    return measured > limit
        ? Verdict.OVER
        : measured <= limit - hysteresis ? Verdict.CLEAR : Verdict.NEAR;
  }
}
