package io.gemba.hal.simulator.opcua;

import java.time.Duration;
import java.util.function.LongFunction;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * Tags made to load a client: each changes once every interval, spread evenly over it. Of ten,
 * seven are slowly varying Doubles, two are Int32 that count the intervals (so that a hole shows)
 * and one is a Boolean that toggles. Plant thread.
 */
public final class LoadTags {

  private static final long SLOT_MICROS = 50_000;
  private static final Variant TRUE = Variant.ofBoolean(true);
  private static final Variant FALSE = Variant.ofBoolean(false);

  private final PointTable table;
  private final String[] ids;
  private final long intervalMicros;
  private final int slots;
  private long next;

  /** {@code count} tags named {@code Load.Tag00001} and on. */
  public LoadTags(PointTable table, int count, Duration interval) {
    this.table = table;
    this.intervalMicros = Math.max(1_000, interval.toNanos() / 1_000);
    this.slots = Math.clamp(intervalMicros / SLOT_MICROS, 1, 1_000);
    this.ids = new String[count];
    for (int i = 0; i < count; i++) {
      ids[i] = "Load.Tag%05d".formatted(i + 1);
    }
  }

  /** Gives every tag a first value, as if the interval before the plant's beginning had made it. */
  public void begin(LongFunction<DateTime> clock) {
    DateTime server = clock.apply(0);
    for (int i = 0; i < ids.length; i++) {
      DateTime source = clock.apply(dueOf(i % slots) - intervalMicros);
      table.update(ids[i], value(i, 0), source, server);
    }
  }

  /** The tags' names. */
  public String[] ids() {
    return ids.clone();
  }

  /** When the next tags change, in microseconds since the plant began. */
  public long nextDue() {
    return ids.length == 0 ? Long.MAX_VALUE : dueOf(next);
  }

  /**
   * Makes every change that is due, also those that a pause of this process has delayed.
   *
   * @param elapsed microseconds since the plant began
   * @param clock microseconds since the plant began as a source time
   */
  public void advance(long elapsed, LongFunction<DateTime> clock) {
    while (nextDue() <= elapsed) {
      DateTime source = clock.apply(nextDue());
      DateTime server = clock.apply(elapsed);
      long round = next / slots + 1;
      for (int i = (int) (next % slots); i < ids.length; i += slots) {
        table.update(ids[i], value(i, round), source, server);
      }
      next++;
    }
  }

  private long dueOf(long slot) {
    return slot / slots * intervalMicros + slot % slots * intervalMicros / slots;
  }

  // Never the same twice in a row: the last digit follows the round's parity.
  private static Variant value(int tag, long round) {
    return switch (tag % 10) {
      case 9 -> (round & 1) == 0 ? FALSE : TRUE;
      case 7, 8 -> Variant.ofInt32((int) round);
      default -> {
        double wave = Math.sin(2 * Math.PI * (round / 600.0 + tag * 0.618034));
        yield Variant.ofDouble((2 * Math.round(1_000 * wave) + (round & 1) + 5_000) / 100.0);
      }
    };
  }
}
