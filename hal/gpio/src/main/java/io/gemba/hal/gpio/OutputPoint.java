package io.gemba.hal.gpio;

import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;

/** A line that Gemba switches: one sample at the start and one for every write. Any thread. */
final class OutputPoint {
  private static final long BAD_TYPE_MISMATCH = 0x80740000L;

  private final PointSettings settings;
  private final Lines.Output output;
  private final DeviceContext context;

  OutputPoint(PointSettings settings, Lines.Output output, DeviceContext context) {
    this.settings = settings;
    this.output = output;
    this.context = context;
    emit(settings.initial());
  }

  /** Writes true, false, 1 or 0; anything else is Bad_TypeMismatch. */
  synchronized long write(Value value) throws IOException {
    boolean on;
    switch (value) {
      case Value.Bool(boolean state) -> on = state;
      case Value.Int(long number) when number == 0 || number == 1 -> on = number == 1;
      case Value.UInt(long bits) when bits == 0 || bits == 1 -> on = bits == 1;
      case Value.Real(double number) when number == 0 || number == 1 -> on = number == 1;
      default -> {
        return BAD_TYPE_MISMATCH;
      }
    }
    output.set(on != settings.activeLow());
    emit(on);
    return 0;
  }

  private void emit(boolean on) {
    context.sink().accept(Sample.good(settings.name(), Value.of(on), context.clock().instant()));
  }
}
