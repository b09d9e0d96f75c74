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
  private final PointSettings settings;
  private final Totals.Total total;
  private final SampleSink sink;
  private final Pulses pulses;
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
    this.pulses = new Pulses(settings, granted, this::count);
    this.lastPulse = now;
    report(ticks - settings.report().toNanos());
  }

  private void count(long more, Instant time, long ticks) {
    total.add(more);
    lastPulse = time;
    unreported = true;
  }

  private void report(long now) {
    lastReport = now;
    unreported = false;
    sink.accept(Sample.good(settings.name(), Value.of(total.value()), lastPulse));
  }

  @Override
  public void edge(Edge edge) {
    pulses.edge(edge);
  }

  @Override
  public void settle(long now) {
    pulses.settle(now);
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
    return Math.min(report, pulses.nanosUntilDue(now));
  }
}
