package io.gemba.acceptance;

/** Whether nothing new arrived for two seconds. */
final class Quiet {
  private static final long NANOS = 2_000_000_000L;
  private final Consumer consumer;
  private long seen = -1;
  private long since;

  Quiet(Consumer consumer) {
    this.consumer = consumer;
  }

  boolean isQuiet() {
    long now = consumer.received() + consumer.gaps().size();
    if (now != seen) {
      seen = now;
      since = System.nanoTime();
    }
    return System.nanoTime() - since > NANOS;
  }
}
