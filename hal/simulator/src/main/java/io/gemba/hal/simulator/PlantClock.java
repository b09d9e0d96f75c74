package io.gemba.hal.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;

/**
 * Puts the plant's time on the wall clock. Runs on the monotonic clock and follows a step of the
 * wall clock of more than a second. Plant thread, except for {@link #now}.
 */
final class PlantClock {

  private static final Duration TOLERATED = Duration.ofSeconds(1);

  private final InstantSource wall;
  private final LongSupplier nanos;
  private final double speed;
  private final long startNanos;
  private final Instant start;
  private volatile Instant anchor;

  PlantClock(InstantSource wall, LongSupplier nanos, double speed) {
    this.wall = wall;
    this.nanos = nanos;
    this.speed = speed;
    this.startNanos = nanos.getAsLong();
    this.start = wall.instant().truncatedTo(ChronoUnit.MILLIS);
    this.anchor = start;
  }

  /** When the plant was switched on. */
  Instant start() {
    return start;
  }

  /** Real microseconds since the plant was switched on. */
  long elapsedMicros() {
    return (nanos.getAsLong() - startNanos) / 1_000;
  }

  /** The plant's time, in its milliseconds since it was switched on. */
  long plantMillis() {
    return (long) (elapsedMicros() * speed / 1_000);
  }

  /** Real microseconds until the plant's time is so much. */
  long microsUntil(long plantMillis) {
    return (long) Math.ceil(plantMillis * 1_000.0 / speed) - elapsedMicros();
  }

  /** The wall time at which the plant's time is so much. */
  Instant wallOf(long plantMillis) {
    return speed == 1 ? anchor.plusMillis(plantMillis) : at((long) (plantMillis * 1_000 / speed));
  }

  /** The wall time as the plant takes it. */
  Instant now() {
    return at(elapsedMicros());
  }

  Instant at(long elapsedMicros) {
    return anchor.plusNanos(elapsedMicros * 1_000);
  }

  static DateTime time(Instant instant) {
    return new DateTime(instant);
  }

  /** Follows a step of the wall clock; returns its size, zero when there was none. */
  Duration follow() {
    Duration step = Duration.between(now(), wall.instant());
    if (step.abs().compareTo(TOLERATED) <= 0) {
      return Duration.ZERO;
    }
    Duration whole = Duration.ofMillis(step.toMillis());
    anchor = anchor.plus(whole);
    return whole;
  }
}
