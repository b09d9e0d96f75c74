package io.gemba.hal.gpio;

import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The totals of one device through its runs, see {@link Totals}: tells the host what may be missing
 * after a crash, and what cannot be saved. Used by the thread of the run.
 */
public final class KeptTotals {
  private final String file;
  private final List<String> points;
  private @Nullable Totals totals;
  private @Nullable String problem;

  /**
   * Opens nothing yet.
   *
   * @param device whose they are; their file is named by it
   * @param points those that have a total
   */
  public KeptTotals(String device, List<String> points) {
    this.file = URLEncoder.encode(device, StandardCharsets.UTF_8) + ".counters";
    this.points = List.copyOf(points);
  }

  private interface Saving {
    void save() throws IOException;
  }

  /** Reads them, the first time; later runs go on with what is in memory. */
  public void open(DeviceContext context) throws IOException {
    if (totals == null) {
      Totals read = Totals.in(context.stateDirectory().resolve(file), context.clock());
      totals = read;
      read.unsavedSince().ifPresent(since -> tellUnsaved(since, context));
    }
  }

  private void tellUnsaved(Instant since, DeviceContext context) {
    Instant now = context.clock().instant();
    for (String point : points) {
      context.sink().lost(new Loss(point, "counter-not-saved", Loss.UNKNOWN_COUNT, since, now));
    }
  }

  /** A point's total. */
  public Totals.Total total(String point) {
    return opened().total(point);
  }

  private Totals opened() {
    return Objects.requireNonNull(totals, "open() comes first");
  }

  /** Notes that a run counts from now on. */
  public void begin(DeviceContext context, long ticks) {
    save(context, () -> opened().begin(ticks));
  }

  /** Saves once a minute. */
  public void saveIfDue(DeviceContext context, long ticks) {
    save(context, () -> opened().saveIfDue(ticks));
  }

  /** Notes that nothing is counted any more. */
  public void end(DeviceContext context) {
    save(context, opened()::end);
  }

  /** A disk that takes nothing is no reason to count nothing. */
  private void save(DeviceContext context, Saving saving) {
    String now = null;
    try {
      saving.save();
    } catch (IOException e) {
      now = "its total counts on but cannot be saved (disk full?): " + e.getMessage();
    }
    if (!Objects.equals(now, problem)) {
      problem = now;
      for (String point : points) {
        context.pointProblem(point, now);
      }
    }
  }
}
