package io.gemba.agent.core;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling up to a cap, each wait shortened by up to a
 * half at random so that a hundred gateways do not knock at the same second. Used by one thread.
 */
public final class Backoff {
  private final Duration first;
  private final RandomGenerator random;
  private long attempts;

  /**
   * Starts without a history.
   *
   * @param first the longest first wait
   */
  public Backoff(Duration first, RandomGenerator random) {
    this.first = first;
    this.random = random;
  }

  /** The next wait, between a half of and the whole of {@code min(cap, first × 2ⁿ)}. */
  public Duration next(Duration cap) {
    long full = Math.min(cap.toMillis(), first.toMillis() << Math.min(attempts, 20));
    attempts++;
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }

  /** Forgets earlier failures: things have been well for long enough. */
  public void reset() {
    attempts = 0;
  }
}
