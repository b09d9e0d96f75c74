package io.gemba.hal.gpio;

import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.SampleSink;
import java.time.Duration;
import java.time.Instant;

/**
 * The point of a line, and the edges of that line that were lost: told as one loss per second at
 * most, or a line that is too fast would fill the journal with gaps.
 */
final class WatchedLine {
  private static final long TELL_EVERY = Duration.ofSeconds(1).toNanos();

  private final String name;
  private final Watched point;
  private final SampleSink sink;
  private Instant lastEdge;
  private long lost;
  private Instant lostFrom;
  private long lostTicks;

  WatchedLine(String name, Watched point, SampleSink sink, Instant now) {
    this.name = name;
    this.point = point;
    this.sink = sink;
    this.lastEdge = now;
    this.lostFrom = now;
  }

  void edge(Edge edge) {
    if (edge.lost() > 0) {
      if (lost == 0) {
        lostFrom = lastEdge;
        lostTicks = edge.ticks();
      }
      lost += edge.lost();
    }
    lastEdge = edge.time();
    point.edge(edge);
    settle(edge.ticks());
  }

  /** Does what is due at this moment of the monotonic clock. */
  void settle(long now) {
    point.settle(now);
    if (lost > 0 && now - lostTicks >= TELL_EVERY) {
      tellLost();
    }
  }

  private void tellLost() {
    sink.lost(new Loss(name, "edge-lost", lost, lostFrom, lastEdge));
    lost = 0;
  }

  /** Tells what was not yet told, because the run ends. */
  void finish(long now) {
    point.finish(now);
    if (lost > 0) {
      tellLost();
    }
  }

  long nanosUntilDue(long now) {
    long due = point.nanosUntilDue(now);
    return lost > 0 ? Math.min(due, Math.max(0, lostTicks + TELL_EVERY - now)) : due;
  }
}
