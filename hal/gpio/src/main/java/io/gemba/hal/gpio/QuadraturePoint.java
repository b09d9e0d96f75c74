package io.gemba.hal.gpio;

import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;

/**
 * Where an encoder stands, in steps of a quarter period, told at most once per {@code report}.
 * Steps that cannot be move nothing and are told as a loss of cause {@code illegal-step}, one a
 * second at most.
 */
final class QuadraturePoint implements Watched {
  private static final long TELL_EVERY = Duration.ofSeconds(1).toNanos();

  private final PointSettings settings;
  private final Totals.Total total;
  private final SampleSink sink;
  private final Quadrature decoder;
  private Instant lastStep;
  private long lastReport;
  private boolean unreported;
  private long illegal;
  private Instant illegalFrom;
  private Instant illegalTo;
  private long illegalTicks;

  QuadraturePoint(
      PointSettings settings,
      Totals.Total total,
      Lines.Pair granted,
      SampleSink sink,
      Instant now,
      long ticks) {
    this.settings = settings;
    this.total = total;
    this.sink = sink;
    this.decoder =
        new Quadrature(
            granted.a().high() != settings.activeLow(), granted.b().high() != settings.activeLow());
    this.lastStep = now;
    this.illegalFrom = now;
    this.illegalTo = now;
    report(ticks - settings.report().toNanos());
  }

  private void report(long now) {
    lastReport = now;
    unreported = false;
    sink.accept(Sample.good(settings.name(), Value.of(total.value()), lastStep));
  }

  @Override
  public void edge(Edge edge) {
    Quadrature.Step step =
        decoder.edge(
            edge.line() == settings.line(), edge.high() != settings.activeLow(), edge.lost() > 0);
    if (!step.legal()) {
      note(edge);
    } else if (step.steps() != 0) {
      total.add(step.steps());
      unreported = true;
    }
    lastStep = edge.time();
  }

  private void note(Edge edge) {
    if (illegal == 0) {
      illegalFrom = lastStep;
      illegalTicks = edge.ticks();
    }
    illegal++;
    illegalTo = edge.time();
  }

  private void tellIllegal() {
    sink.lost(new Loss(settings.name(), "illegal-step", illegal, illegalFrom, illegalTo));
    illegal = 0;
  }

  @Override
  public void settle(long now) {
    if (unreported && now - lastReport >= settings.report().toNanos()) {
      report(now);
    }
    if (illegal > 0 && now - illegalTicks >= TELL_EVERY) {
      tellIllegal();
    }
  }

  @Override
  public void finish(long now) {
    if (unreported) {
      report(now);
    }
    if (illegal > 0) {
      tellIllegal();
    }
  }

  @Override
  public long nanosUntilDue(long now) {
    long report =
        unreported ? Math.max(0, lastReport + settings.report().toNanos() - now) : Long.MAX_VALUE;
    long gap = illegal > 0 ? Math.max(0, illegalTicks + TELL_EVERY - now) : Long.MAX_VALUE;
    return Math.min(report, gap);
  }
}
