package io.gemba.hal.gpio;

import java.time.Duration;
import java.time.Instant;

/**
 * Turns the edges of a line into the pulses that its point counts. Where only edges to be counted
 * come, a lost one counts, too: each was one.
 */
final class Pulses {

  /** Takes pulses. */
  interface Counter {
    /** So many came, the last of them at this time. */
    void count(long pulses, Instant time, long ticks);
  }

  private final PointSettings settings;
  private final Counter counter;
  private final boolean eachCounts;
  private final Debouncer debouncer;

  Pulses(PointSettings settings, Lines.Granted granted, Counter counter) {
    this.settings = settings;
    this.counter = counter;
    boolean raw = !settings.debounce().isZero() && !granted.debounced();
    this.eachCounts = granted.onlyWanted() && !raw;
    this.debouncer =
        new Debouncer(raw ? settings.debounce() : Duration.ZERO, granted.high(), this::changed);
  }

  private void changed(Debouncer.Change change) {
    if (settings.edge().counts(change.high() != settings.activeLow())) {
      counter.count(1, change.time(), change.ticks());
    }
  }

  void edge(Edge edge) {
    if (eachCounts) {
      counter.count(1 + edge.lost(), edge.time(), edge.ticks());
    } else {
      debouncer.edge(edge);
    }
  }

  void settle(long now) {
    debouncer.settle(now);
  }

  long nanosUntilDue(long now) {
    return debouncer.nanosUntilDue(now);
  }
}
