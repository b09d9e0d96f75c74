package io.gemba.hal.gpio;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * What a signal lamp shows, in words: {@code off}, {@code on} or {@code blinking 1.5 Hz}; dated by
 * the edge it began with, told once it is sure. Three edges within four seconds are blinking, and
 * two seconds without one are not (IEC 60073 knows 0.4 to 2.8 Hz). A frequency is told again when
 * it is another by more than a fifth. Faster than the eye is on: lamps on alternating current, or
 * dimmed.
 */
final class LampPoint implements Watched {
  private static final long WINDOW = Duration.ofSeconds(4).toNanos();
  private static final long STEADY = Duration.ofSeconds(2).toNanos();
  private static final int BLINKS = 3;
  private static final int MEASURED = 9;
  private static final double ANOTHER = 0.2;
  private static final double EYE = 15;
  private static final double NANOS_PER_SECOND = 1e9;

  private final PointSettings settings;
  private final SampleSink sink;
  private final Debouncer debouncer;
  private final Deque<Debouncer.Change> edges = new ArrayDeque<>();
  private boolean lit;
  private boolean blinking;
  private double told;
  private String shown = "";

  LampPoint(PointSettings settings, Lines.Granted granted, SampleSink sink, Instant now) {
    this.settings = settings;
    this.sink = sink;
    this.debouncer =
        new Debouncer(
            granted.debounced() ? Duration.ZERO : settings.debounce(),
            granted.high(),
            this::changed);
    this.lit = granted.high() != settings.activeLow();
    show(lit ? "on" : "off", now);
  }

  private void show(String what, Instant since) {
    if (!what.equals(shown)) {
      shown = what;
      sink.accept(Sample.good(settings.name(), Value.of(what), since));
    }
  }

  private void changed(Debouncer.Change change) {
    steady(change.ticks());
    lit = change.high() != settings.activeLow();
    edges.add(change);
    while (edges.size() > MEASURED || change.ticks() - edges.getFirst().ticks() > WINDOW) {
      edges.removeFirst();
    }
    if (edges.size() >= BLINKS) {
      blink(blinking ? change.time() : edges.getFirst().time());
    }
  }

  private void blink(Instant since) {
    double frequency = frequency();
    boolean first = !blinking;
    blinking = true;
    if (first || Math.abs(frequency - told) > ANOTHER * told) {
      told = frequency;
      show(
          frequency > EYE ? "on" : "blinking " + String.format(Locale.ROOT, "%.1f Hz", frequency),
          since);
    }
  }

  /** By as many whole periods as there are, so that long on and short off is no other frequency. */
  private double frequency() {
    int halves = (edges.size() - 1) / 2 * 2;
    Debouncer.Change last = edges.getLast();
    Debouncer.Change first =
        edges.stream().skip(edges.size() - 1L - halves).findFirst().orElse(last);
    return halves / 2.0 * NANOS_PER_SECOND / Math.max(1, last.ticks() - first.ticks());
  }

  /** After two seconds without an edge it is what the last one made it. */
  private void steady(long now) {
    if (!edges.isEmpty() && now - edges.getLast().ticks() >= STEADY) {
      blinking = false;
      show(lit ? "on" : "off", edges.getLast().time());
      edges.clear();
    }
  }

  @Override
  public void edge(Edge edge) {
    debouncer.edge(edge);
  }

  @Override
  public void settle(long now) {
    debouncer.settle(now);
    steady(now);
  }

  @Override
  public long nanosUntilDue(long now) {
    long due =
        edges.isEmpty() ? Long.MAX_VALUE : Math.max(0, edges.getLast().ticks() + STEADY - now);
    return Math.min(due, debouncer.nanosUntilDue(now));
  }
}
