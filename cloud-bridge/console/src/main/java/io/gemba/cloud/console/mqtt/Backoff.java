package io.gemba.cloud.console.mqtt;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: doubling from 0.5 s to 60 s, with jitter. Used by one
 * thread.
 */
final class Backoff {
  private static final long FIRST_MS = 500;
  private static final long MOST_MS = 60_000;
  private static final long STABLE_MS = 60_000;

  private final RandomGenerator random;
  private long next = FIRST_MS;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** The wait before the next attempt, ms: between half and all of the present step. */
  long next() {
    long step = next;
    next = Math.min(MOST_MS, next * 2);
    return step / 2 + random.nextLong(step / 2 + 1);
  }

  /**
   * Starts from the bottom again, but only after a connection that has lasted: flapping must not
   * hammer a broker.
   */
  void lasted(long connectedMs) {
    if (connectedMs >= STABLE_MS) {
      next = FIRST_MS;
    }
  }
}
