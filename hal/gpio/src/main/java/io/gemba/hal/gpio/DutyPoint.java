package io.gemba.hal.gpio;

import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Which part of the last {@code report} a line was on, in percent: told at the end of every such
 * period, dated by it, from the times of the edges. A period in which edges were lost is uncertain.
 */
final class DutyPoint implements Watched {
  private static final double PERCENT = 100;
  private static final long UNCERTAIN = 0x40000000L;

  private final PointSettings settings;
  private final SampleSink sink;
  private final InstantSource clock;
  private final Debouncer debouncer;
  private final long period;
  private boolean on;
  private boolean edgesLost;
  private long countedUntil;
  private long onNanos;
  private long end;

  DutyPoint(
      PointSettings settings,
      Lines.Granted granted,
      SampleSink sink,
      InstantSource clock,
      long ticks) {
    this.settings = settings;
    this.sink = sink;
    this.clock = clock;
    this.debouncer =
        new Debouncer(
            granted.debounced() ? Duration.ZERO : settings.debounce(),
            granted.high(),
            this::changed);
    this.on = granted.high() != settings.activeLow();
    this.period = Math.max(1, settings.report().toNanos());
    this.countedUntil = ticks;
    this.end = ticks + period;
  }

  private void changed(Debouncer.Change change) {
    endPeriods(change.ticks());
    countUntil(change.ticks());
    on = change.high() != settings.activeLow();
  }

  private void countUntil(long ticks) {
    if (ticks - countedUntil > 0) {
      onNanos += on ? ticks - countedUntil : 0;
      countedUntil = ticks;
    }
  }

  private void endPeriods(long now) {
    while (now - end >= 0) {
      countUntil(end);
      tell(now);
      onNanos = 0;
      edgesLost = false;
      end += period;
    }
  }

  private void tell(long now) {
    Instant time = clock.instant().minusNanos(now - end);
    Value share = Value.of(PERCENT * onNanos / period);
    sink.accept(
        edgesLost
            ? new Sample(settings.name(), share, Quality.UNCERTAIN, UNCERTAIN, time)
            : Sample.good(settings.name(), share, time));
  }

  @Override
  public void edge(Edge edge) {
    edgesLost |= edge.lost() > 0;
    debouncer.edge(edge);
  }

  @Override
  public void settle(long now) {
    debouncer.settle(now);
    // what a contact still bouncing is going to be belongs to the time of its edge
    if (debouncer.nanosUntilDue(now) == Long.MAX_VALUE) {
      endPeriods(now);
    }
  }

  @Override
  public long nanosUntilDue(long now) {
    long bounce = debouncer.nanosUntilDue(now);
    return bounce == Long.MAX_VALUE ? Math.max(0, end - now) : bounce;
  }
}
