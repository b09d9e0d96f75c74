package io.gemba.hal.gpio;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and switches the lines of one GPIO chip. Totals of counters start at 0 with this object and
 * go on through its runs. {@link #write} is safe from any thread.
 */
final class GpioAdapter implements Adapter, Writable {
  private final List<PointSettings> points;
  private final LinesOpener opener;
  private final LongSupplier ticker;
  private final Map<String, CounterPoint.Total> totals = new HashMap<>();
  private volatile @Nullable GpioSession session;

  GpioAdapter(List<PointSettings> points, LinesOpener opener, LongSupplier ticker) {
    this.points = List.copyOf(points);
    this.opener = opener;
    this.ticker = ticker;
  }

  @Override
  public void run(DeviceContext context) throws IOException, InterruptedException {
    try (Lines lines = opener.open(context.clock(), ticker)) {
      GpioSession running = new GpioSession(lines, context, ticker, this::total);
      running.take(points);
      session = running;
      context.connected();
      while (true) {
        running.step();
      }
    } finally {
      session = null;
    }
  }

  private CounterPoint.Total total(String point) {
    return totals.computeIfAbsent(point, name -> new CounterPoint.Total());
  }

  @Override
  public long write(String point, Value value) throws IOException {
    GpioSession running = session;
    if (running == null) {
      throw new IOException("the GPIO chip is not open just now, so " + point + " is as it was");
    }
    return running.write(point, value);
  }
}
