package io.gemba.hal.gpio;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.time.Instant;

/**
 * Counts every pulse, but tells the total at most once per {@code report}: the first at once, those
 * that follow too soon together, dated by the last of them.
 */
final class CounterPoint implements Watched {

  /** A total that outlives a run, so that it never goes backwards. */
  static final class Total {
    private long pulses;
  }

  private final PointSettings settings;
  private final Total total;
  private final SampleSink sink;
  private final Debouncer debouncer;
  private Instant lastPulse;
  private long lastReport;
  private boolean unreported;

  CounterPoint(
      PointSettings settings, Total total, boolean high, SampleSink sink, Instant now, long ticks) {
    this.settings = settings;
    this.total = total;
    this.sink = sink;
    this.debouncer = new Debouncer(settings.debounce(), high, this::count);
    this.lastPulse = now;
    report(ticks - settings.report().toNanos());
  }

  private void count(Debouncer.Change change) {
    if (settings.edge().counts(change.high() != settings.activeLow())) {
      total.pulses++;
      lastPulse = change.time();
      unreported = true;
    }
  }

  private void report(long now) {
    lastReport = now;
    unreported = false;
    sink.accept(Sample.good(settings.name(), Value.of(total.pulses), lastPulse));
  }

  @Override
  public void edge(Edge edge) {
    debouncer.edge(edge);
  }

  @Override
  public void settle(long now) {
    debouncer.settle(now);
    if (unreported && now - lastReport >= settings.report().toNanos()) {
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
