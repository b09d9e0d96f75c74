package io.gemba.hal.gpio.cdev;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Turns the kernel's event times into the gateway's. Events are taken by the monotonic clock
 * because it cannot step: distances between edges stay true when somebody sets the time. Used by
 * one thread.
 */
public final class KernelClock {
  private static final long CLOSE_TOGETHER = 200_000;
  private static final long TOLERANCE = 1_000_000;
  private static final int TRIES = 5;

  private final InstantSource wall;
  private final long tickerAhead;
  private Instant wallAtZero;

  /** Compares the clocks for the first time. */
  public KernelClock(InstantSource wall, LongSupplier ticker) throws IOException {
    this.wall = wall;
    this.tickerAhead = ticker.getAsLong() - Libc.monotonicNanos();
    this.wallAtZero = compare();
  }

  /**
   * Compares again, to be called before events are dated. A difference of less than a millisecond
   * is how long it took to look at two clocks, and changes nothing: times of one line never run
   * backwards by it.
   */
  public void update() throws IOException {
    Instant now = compare();
    if (Math.abs(Duration.between(wallAtZero, now).toNanos()) > TOLERANCE) {
      wallAtZero = now;
    }
  }

  private Instant compare() throws IOException {
    Instant best = Instant.EPOCH;
    long narrowest = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && narrowest > CLOSE_TOGETHER; i++) {
      long before = Libc.monotonicNanos();
      Instant now = wall.instant();
      long width = Libc.monotonicNanos() - before;
      if (width < narrowest) {
        narrowest = width;
        best = now.minusNanos(before + width / 2);
      }
    }
    return best;
  }

  /** By the gateway's clock. */
  public Instant wallTime(long kernelNanos) {
    return wallAtZero.plusNanos(kernelNanos);
  }

  /** By the ticker. */
  public long ticks(long kernelNanos) {
    return kernelNanos + tickerAhead;
  }
}
