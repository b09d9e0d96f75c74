package io.gemba.agent.core.config;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.cloud.spi.AlarmDefinition;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One alarm of the gateway's own.
 *
 * @param definition what the other side learns of it
 * @param condition what is watched
 * @param hysteresis how far it must come back before it clears, in the point's unit
 * @param onDelay how long it must hold before it is raised
 * @param offDelay how long it must be over before it clears
 * @param unit UNECE code of what is measured, or null
 */
public record AlarmConfig(
    AlarmDefinition definition,
    Condition condition,
    double hysteresis,
    Duration onDelay,
    Duration offDelay,
    @Nullable String unit) {

  /** Its name, unique in the gateway. */
  public String id() {
    return definition.id();
  }

  /** The line at which it is told, {@code area/line}: the one where its device stands. */
  public String line() {
    String place = definition.device().place();
    return place.substring(0, place.lastIndexOf('/'));
  }

  /** The point it watches. */
  public PointRef point() {
    return new PointRef(definition.device().name(), definition.point());
  }

  /** All points it reads. */
  public Stream<PointRef> points() {
    return condition instanceof Deviation deviation
        ? Stream.concat(Stream.of(point()), deviation.from().stream())
        : Stream.of(point());
  }

  /** What is watched. */
  public sealed interface Condition {
    /** What is measured against, in the unit of {@link AlarmConfig#unit}. */
    double limitValue();
  }

  /** A value above a limit. */
  public record High(double limit) implements Condition {
    @Override
    public double limitValue() {
      return limit;
    }
  }

  /** A value below a limit. */
  public record Low(double limit) implements Condition {
    @Override
    public double limitValue() {
      return limit;
    }
  }

  /** A value that has changed by more than this within a time, up or down. */
  public record Rate(double change, Duration within) implements Condition {
    @Override
    public double limitValue() {
      return change;
    }
  }

  /**
   * A value further than this from where it should be.
   *
   * @param from the point that says where that is; empty = {@code fixed}
   */
  public record Deviation(double most, Optional<PointRef> from, double fixed) implements Condition {
    @Override
    public double limitValue() {
      return most;
    }
  }

  /** No good sample for longer than this. */
  public record Silence(Duration longest) implements Condition {
    @Override
    public double limitValue() {
      return longest.toMillis() / 1000.0;
    }
  }
}
