package io.gemba.hal.gpio;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;

/**
 * Counts every pulse, but tells the total at most once per {@code report}: the first at once, those
 * that follow too soon together, dated by the last of them. Where only edges to be counted come,
 * the lost ones are counted, too: each was one.
 */
final class CounterPoint implements Watched {
  private final PointSettings settings;
  private final Totals.Total total;
  private final SampleSink sink;
  private final boolean eachCounts;
  private final Debouncer debouncer;
  private Instant lastPulse;
  private long lastReport;
  private boolean unreported;

  CounterPoint(
      PointSettings settings,
      Totals.Total total,
      Lines.Granted granted,
      SampleSink sink,
      Instant now,
      long ticks) {
    this.settings = settings;
    this.total = total;
    this.sink = sink;
    boolean raw = !settings.debounce().isZero() && !granted.debounced();
    this.eachCounts = granted.onlyWanted() && !raw;
    this.debouncer =
        new Debouncer(raw ? settings.debounce() : Duration.ZERO, granted.high(), this::changed);
    this.lastPulse = now;
    report(ticks - settings.report().toNanos());
  }

  private void changed(Debouncer.Change change) {
    if (settings.edge().counts(change.high() != settings.activeLow())) {
      count(1, change.time());
    }
  }

  private void count(long pulses, Instant time) {
    total.add(pulses);
    lastPulse = time;
    unreported = true;
  }

  private void report(long now) {
    lastReport = now;
    unreported = false;
    sink.accept(Sample.good(settings.name(), Value.of(total.pulses()), lastPulse));
  }

  @Override
  public void edge(Edge edge) {
    if (eachCounts) {
      count(1 + edge.lost(), edge.time());
    } else {
      debouncer.edge(edge);
    }
  }

  @Override
  public void settle(long now) {
    debouncer.settle(now);
    if (unreported && now - lastReport >= settings.report().toNanos()) {
      report(now);
    }
  }

  @Override
  public void finish(long now) {
    if (unreported) {
      report(now);
    }
  }

  @Override
  public long nanosUntilDue(long now) {
    long report =
        unreported ? Math.max(0, lastReport + settings.report().toNanos() - now) : Long.MAX_VALUE;
    return Math.min(report, debouncer.nanosUntilDue(now));
  }
}
