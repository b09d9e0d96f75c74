package io.gemba.hal.gpio;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and switches the lines of one GPIO chip. Totals of counters survive its runs and restarts,
 * see {@link Totals}. {@link #write} is safe from any thread.
 */
final class GpioAdapter implements Adapter, Writable {
  private final List<PointSettings> points;
  private final LinesOpener opener;
  private final LongSupplier ticker;
  private final KeptTotals totals;
  private volatile @Nullable GpioSession session;

  GpioAdapter(String name, List<PointSettings> points, LinesOpener opener, LongSupplier ticker) {
    this.points = List.copyOf(points);
    this.opener = opener;
    this.ticker = ticker;
    this.totals = new KeptTotals(name, counters(points));
  }

  private static List<String> counters(List<PointSettings> points) {
    return points.stream().filter(point -> point.mode().sums()).map(PointSettings::name).toList();
  }

  @Override
  public void run(DeviceContext context) throws IOException, InterruptedException {
    totals.open(context);
    try (Lines lines = opener.open(context.clock(), ticker)) {
      GpioSession running = new GpioSession(lines, context, ticker, totals::total);
      running.take(points);
      session = running;
      context.connected();
      totals.begin(context, ticker.getAsLong());
      try {
        while (true) {
          running.step();
          totals.saveIfDue(context, ticker.getAsLong());
        }
      } catch (InterruptedException e) {
        running.drain();
        throw e;
      } finally {
        running.finish();
        totals.end(context);
      }
    } finally {
      session = null;
    }
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
