package io.gemba.hal.gpio;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long a line has been on in all, in seconds: told when it goes on or off, and every {@code
 * report} while it is on. Time in which nobody watched does not count. The total is kept in
 * milliseconds.
 */
final class RunTimePoint implements Watched {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final double MILLIS_PER_SECOND = 1_000;

  private final PointSettings settings;
  private final Totals.Total total;
  private final SampleSink sink;
  private final InstantSource clock;
  private final Debouncer debouncer;
  private boolean on;
  private long countedUntil;
  private long lastReport;

  RunTimePoint(
      PointSettings settings,
      Totals.Total total,
      Lines.Granted granted,
      SampleSink sink,
      InstantSource clock,
      long ticks) {
    this.settings = settings;
    this.total = total;
    this.sink = sink;
    this.clock = clock;
    this.debouncer =
        new Debouncer(
            granted.debounced() ? Duration.ZERO : settings.debounce(),
            granted.high(),
            this::changed);
    this.on = granted.high() != settings.activeLow();
    this.countedUntil = ticks;
    report(ticks, clock.instant());
  }

  private void changed(Debouncer.Change change) {
    countUntil(change.ticks());
    on = change.high() != settings.activeLow();
    countedUntil = change.ticks();
    report(change.ticks(), change.time());
  }

  private void countUntil(long ticks) {
    long millis = (ticks - countedUntil) / NANOS_PER_MILLI;
    if (on && millis > 0) {
      total.add(millis);
      countedUntil += millis * NANOS_PER_MILLI;
    }
  }

  private void report(long now, Instant time) {
    lastReport = now;
    Value seconds = Value.of(total.value() / MILLIS_PER_SECOND);
    sink.accept(Sample.good(settings.name(), seconds, time));
  }

  @Override
  public void edge(Edge edge) {
    debouncer.edge(edge);
  }

  @Override
  public void settle(long now) {
    debouncer.settle(now);
    if (on && now - lastReport >= settings.report().toNanos()) {
      finish(now);
    }
  }

  @Override
  public void finish(long now) {
    if (on) {
      countUntil(now);
      report(now, clock.instant());
    }
  }

  @Override
  public long nanosUntilDue(long now) {
    long report = on ? Math.max(0, lastReport + settings.report().toNanos() - now) : Long.MAX_VALUE;
    return Math.min(report, debouncer.nanosUntilDue(now));
  }
}
