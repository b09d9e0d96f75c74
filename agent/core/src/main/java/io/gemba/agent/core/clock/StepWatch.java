package io.gemba.agent.core.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Tells whether wall time ran or jumped between two looks, for whoever works with wall time and
 * looks about every second. Used by one thread.
 */
public final class StepWatch {
  private static final Duration TOLERATED = Duration.ofSeconds(2);

  private final InstantSource wall;
  private final LongSupplier nanoTicker;
  private Instant lastWall;
  private long lastNanos;

  /** Looks for the first time; the ticker is monotonic, in nanoseconds. */
  public StepWatch(InstantSource wall, LongSupplier nanoTicker) {
    this.wall = wall;
    this.nanoTicker = nanoTicker;
    this.lastWall = wall.instant();
    this.lastNanos = nanoTicker.getAsLong();
  }

  /** Whether the wall clock was stepped by more than two seconds since the last look. */
  public boolean stepped() {
    Instant nowWall = wall.instant();
    long nowNanos = nanoTicker.getAsLong();
    Duration by = Duration.between(lastWall, nowWall).minusNanos(nowNanos - lastNanos);
    lastWall = nowWall;
    lastNanos = nowNanos;
    return by.abs().compareTo(TOLERATED) > 0;
  }
}
