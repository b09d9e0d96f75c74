package io.gemba.hal.gpio;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and switches the lines of one GPIO chip. Totals of counters survive its runs and restarts,
 * see {@link Totals}. {@link #write} is safe from any thread.
 */
final class GpioAdapter implements Adapter, Writable {
  private final String name;
  private final List<PointSettings> points;
  private final LinesOpener opener;
  private final LongSupplier ticker;
  private @Nullable Totals totals; // of the thread of the run
  private @Nullable String saveProblem; // of the thread of the run
  private volatile @Nullable GpioSession session;

  GpioAdapter(String name, List<PointSettings> points, LinesOpener opener, LongSupplier ticker) {
    this.name = name;
    this.points = List.copyOf(points);
    this.opener = opener;
    this.ticker = ticker;
  }

  @Override
  public void run(DeviceContext context) throws IOException, InterruptedException {
    Totals kept = totals(context);
    try (Lines lines = opener.open(context.clock(), ticker)) {
      GpioSession running = new GpioSession(lines, context, ticker, kept::total);
      running.take(points);
      session = running;
      context.connected();
      save(context, () -> kept.begin(ticker.getAsLong()));
      try {
        while (true) {
          running.step();
          save(context, () -> kept.saveIfDue(ticker.getAsLong()));
        }
      } catch (InterruptedException e) {
        running.drain();
        throw e;
      } finally {
        running.finish();
        save(context, kept::end);
      }
    } finally {
      session = null;
    }
  }

  private Totals totals(DeviceContext context) throws IOException {
    Totals known = totals;
    if (known == null) {
      String file = URLEncoder.encode(name, StandardCharsets.UTF_8) + ".counters";
      known = Totals.in(context.stateDirectory().resolve(file), context.clock());
      totals = known;
      known.unsavedSince().ifPresent(since -> tellUnsaved(since, context));
    }
    return known;
  }

  private void tellUnsaved(Instant since, DeviceContext context) {
    Instant now = context.clock().instant();
    for (String counter : counters()) {
      context.sink().lost(new Loss(counter, "counter-not-saved", Loss.UNKNOWN_COUNT, since, now));
    }
  }

  private List<String> counters() {
    return points.stream().filter(point -> point.mode().sums()).map(PointSettings::name).toList();
  }

  private interface Saving {
    void save() throws IOException;
  }

  /** A disk that takes nothing is no reason to count nothing. */
  private void save(DeviceContext context, Saving saving) {
    String problem = null;
    try {
      saving.save();
    } catch (IOException e) {
      problem = "its total counts on but cannot be saved (disk full?): " + e.getMessage();
    }
    if (!Objects.equals(problem, saveProblem)) {
      saveProblem = problem;
      for (String counter : counters()) {
        context.pointProblem(counter, problem);
      }
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
