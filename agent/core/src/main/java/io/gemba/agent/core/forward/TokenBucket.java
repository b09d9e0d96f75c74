package io.gemba.agent.core.forward;

import java.util.function.LongSupplier;

/**
 * Lets so many samples through per second, with at most one second saved up. A message may overdraw
 * it, and then the next one waits, so that a big message is never stuck. Used by one thread.
 */
final class TokenBucket {
  private static final double NANOS = 1e9;
  private final double perSecond;
  private final LongSupplier nanoTicker;
  private double tokens;
  private long last;

  TokenBucket(double perSecond, LongSupplier nanoTicker) {
    this.perSecond = perSecond;
    this.nanoTicker = nanoTicker;
    this.tokens = perSecond;
    this.last = nanoTicker.getAsLong();
  }

  /** Nanoseconds until the next message may go; 0 = now. */
  long nanosToWait() {
    refill();
    return tokens > 0 ? 0 : (long) (-tokens / perSecond * NANOS) + 1;
  }

  void take(int samples) {
    tokens -= samples;
  }

  private void refill() {
    long now = nanoTicker.getAsLong();
    tokens = Math.min(perSecond, tokens + (now - last) / NANOS * perSecond);
    last = now;
  }
}
