package io.gemba.hal.gpio;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;

/** A contact or lamp: one sample at the start and one for every debounced change. */
final class InputPoint implements Watched {
  private final PointSettings settings;
  private final SampleSink sink;
  private final Debouncer debouncer;

  InputPoint(PointSettings settings, Lines.Granted granted, SampleSink sink, Instant now) {
    this.settings = settings;
    this.sink = sink;
    this.debouncer =
        new Debouncer(
            granted.debounced() ? Duration.ZERO : settings.debounce(),
            granted.high(),
            change -> emit(change.high(), change.time()));
    emit(granted.high(), now);
  }

  private void emit(boolean high, Instant time) {
    sink.accept(Sample.good(settings.name(), Value.of(high != settings.activeLow()), time));
  }

  @Override
  public void edge(Edge edge) {
    debouncer.edge(edge);
  }

  @Override
  public void settle(long now) {
    debouncer.settle(now);
  }

  @Override
  public long nanosUntilDue(long now) {
    return debouncer.nanosUntilDue(now);
  }
}
