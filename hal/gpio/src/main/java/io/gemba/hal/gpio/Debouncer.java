package io.gemba.hal.gpio;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Turns raw edges into changes of a level that then stood still long enough. Judges by the times of
 * the edges, not by when it is asked, so that a late thread changes nothing.
 */
final class Debouncer {

  /** A level that is believed, since the moment its last edge came. */
  record Change(boolean high, Instant time, long ticks) {}

  private final long quietNanos;
  private final Consumer<Change> changes;
  private boolean stable;
  private boolean waiting;
  private Edge last;

  Debouncer(Duration quiet, boolean high, Consumer<Change> changes) {
    this.quietNanos = quiet.toNanos();
    this.stable = high;
    this.last = new Edge(0, high, Instant.EPOCH, 0);
    this.changes = changes;
  }

  /** Takes one raw edge. */
  void edge(Edge edge) {
    settle(edge.ticks());
    last = edge;
    waiting = true;
    settle(edge.ticks());
  }

  /** Believes the last edge if it has stood still until now. */
  void settle(long now) {
    if (waiting && now - last.ticks() >= quietNanos) {
      waiting = false;
      if (last.high() != stable) {
        stable = last.high();
        changes.accept(new Change(stable, last.time(), last.ticks()));
      }
    }
  }

  /** How long from now until {@link #settle} has something to do; Long.MAX_VALUE = nothing. */
  long nanosUntilDue(long now) {
    return waiting ? Math.max(0, last.ticks() + quietNanos - now) : Long.MAX_VALUE;
  }
}
