package io.gemba.hal.gpio;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How fast pulses come, by the time between the last pulse of a report and the last of the one
 * before: as exact for one pulse in ten seconds as for a thousand a second. While none comes it
 * falls, because it cannot be more than one pulse in the time waited, and after {@code silence} it
 * is 0.
 */
final class RatePoint implements Watched {
  private final PointSettings settings;
  private final SampleSink sink;
  private final InstantSource clock;
  private final Pulses pulses;
  private boolean running;
  private long fresh;
  private long reference;
  private long lastPulse;
  private Instant lastTime;
  private double perNano;
  private long lastReport;

  RatePoint(
      PointSettings settings,
      Lines.Granted granted,
      SampleSink sink,
      InstantSource clock,
      long ticks) {
    this.settings = settings;
    this.sink = sink;
    this.clock = clock;
    this.pulses = new Pulses(settings, granted, this::count);
    this.lastTime = clock.instant();
    this.lastReport = ticks;
    emit(0, lastTime);
  }

  private void count(long count, Instant time, long ticks) {
    if (!running) {
      running = true;
      reference = ticks; // the first one only starts the watch
      lastReport = ticks;
    } else {
      fresh += count;
    }
    lastPulse = ticks;
    lastTime = time;
  }

  private void emit(double rate, Instant time) {
    perNano = rate;
    sink.accept(Sample.good(settings.name(), Value.of(rate * settings.per().toNanos()), time));
  }

  @Override
  public void edge(Edge edge) {
    pulses.edge(edge);
  }

  @Override
  public void settle(long now) {
    pulses.settle(now);
    if (running && now - lastReport >= settings.report().toNanos()) {
      lastReport = now;
      report(now);
    }
  }

  private void report(long now) {
    long waited = now - reference;
    if (fresh > 0 && lastPulse > reference) {
      emit((double) fresh / (lastPulse - reference), lastTime);
      reference = lastPulse;
      fresh = 0;
    } else if (waited >= settings.silence().toNanos()) {
      running = false;
      emit(0, clock.instant());
    } else if (perNano > 1.0 / waited) {
      emit(1.0 / waited, clock.instant());
    }
  }

  @Override
  public long nanosUntilDue(long now) {
    long report =
        running ? Math.max(0, lastReport + settings.report().toNanos() - now) : Long.MAX_VALUE;
    return Math.min(report, pulses.nanosUntilDue(now));
  }
}
