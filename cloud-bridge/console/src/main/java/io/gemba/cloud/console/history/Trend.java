package io.gemba.cloud.console.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects samples for a picture: all of them while they are few, otherwise the lowest and the
 * highest of each slice of time and one hole, so that neither a peak nor a gap disappears. Used by
 * one thread.
 */
public final class Trend implements Rows {
  private static final int ALL = 3_000;
  private static final int SLICES = 700;
  private static final int GOOD = 0;
  private static final int GAP = 4;

  private final long from;
  private final long to;
  private final List<Entry> kept = new ArrayList<>();
  private boolean reduced;
  private String level = "raw";
  private List<List<@Nullable Object>> buckets = List.of();

  /** Time in ms since the epoch; {@code quality} 0 good, 1 uncertain, 2 bad, 4 a gap. */
  private record Entry(long time, @Nullable Object value, int quality) {
    boolean numeric() {
      return value instanceof Number && quality != 2;
    }

    double number() {
      return value instanceof Number n ? n.doubleValue() : Double.NaN;
    }
  }

  /** A picture from {@code from} to {@code to}, ms since the epoch. */
  public Trend(long from, long to) {
    this.from = from;
    this.to = to;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  @Override
  public void add(long time, @Nullable Object value, int quality) {
    kept.add(new Entry(time, value, quality));
    if (kept.size() >= 8 * ALL) {
      reduce();
    }
  }

  @Override
  public void gap() {
    if (!kept.isEmpty()) {
      kept.add(new Entry(kept.getLast().time() + 1, null, GAP));
    }
  }

  /** Says that this is made from condensed history. */
  void condensed(String word, List<List<@Nullable Object>> rows) {
    level = word;
    buckets = rows;
    reduced = true;
  }

  /** What it is made from: {@code raw}, {@code 1min} or {@code 1h}, its end always from samples. */
  public String level() {
    return level;
  }

  /**
   * Condensed history, oldest first: {@code [begin, mean over time, min, max, samples, share of the
   * known time that was good]}; empty for {@code raw}.
   */
  public List<List<@Nullable Object>> buckets() {
    return buckets;
  }

  /** Whether samples were left out. */
  public boolean reduced() {
    return reduced;
  }

  /**
   * {@code [time, value]}, with a third element {@code "uncertain"} or {@code "bad"} where it is
   * not good; {@code [time, null, "gap"]} where the next one does not join on. Oldest first.
   */
  public List<List<@Nullable Object>> samples() {
    if (kept.size() > ALL) {
      reduce();
    }
    return kept.stream().map(Trend::row).toList();
  }

  private static List<@Nullable Object> row(Entry e) {
    Object value =
        e.value() instanceof Long l && Math.abs(l) > 1L << 53 ? (Object) l.toString() : e.value();
    return e.quality() == GOOD
        ? Arrays.asList(e.time(), value)
        : Arrays.asList(e.time(), value, word(e.quality()));
  }

  private static String word(int quality) {
    return quality == GAP ? "gap" : quality == 1 ? "uncertain" : "bad";
  }

  private void reduce() {
    reduced = true;
    List<Entry> all = List.copyOf(kept);
    kept.clear();
    double width = Math.max(1, (to - from) / (double) SLICES);
    int start = 0;
    while (start < all.size()) {
      long slice = (long) ((all.get(start).time() - from) / width);
      int end = start;
      while (end < all.size() && (long) ((all.get(end).time() - from) / width) == slice) {
        end++;
      }
      keepExtremes(all.subList(start, end));
      start = end;
    }
  }

  private void keepExtremes(List<Entry> slice) {
    int low = -1;
    int high = -1;
    int hole = -1;
    for (int i = 0; i < slice.size(); i++) {
      if (slice.get(i).numeric()) {
        low = low < 0 || slice.get(i).number() < slice.get(low).number() ? i : low;
        high = high < 0 || slice.get(i).number() > slice.get(high).number() ? i : high;
      } else {
        hole = i;
      }
    }
    for (int i = 0; i < slice.size(); i++) {
      if (i == low || i == high || i == hole) {
        kept.add(slice.get(i));
      }
    }
  }
}
