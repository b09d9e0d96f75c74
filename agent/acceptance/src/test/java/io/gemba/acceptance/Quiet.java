package io.gemba.acceptance;

import java.util.function.LongSupplier;

/** Whether nothing new arrived for two seconds. */
final class Quiet {
  private static final long NANOS = 2_000_000_000L;
  private final LongSupplier count;
  private long seen = -1;
  private long since;

  Quiet(Consumer consumer) {
    this(() -> consumer.received() + consumer.gaps().size());
  }

  Quiet(LongSupplier count) {
    this.count = count;
  }

  boolean isQuiet() {
    long now = count.getAsLong();
    if (now != seen) {
      seen = now;
      since = System.nanoTime();
    }
    return System.nanoTime() - since > NANOS;
  }
}
