package io.gemba.cloud.console.history;

import io.gemba.cloud.console.history.SampleReader.Ids;
import io.gemba.cloud.console.wire.LineKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the level by the span: samples up to three hours, minutes up to three days, hours beyond;
 * what is not condensed yet at the end comes from the finer levels. Guarded by its store.
 */
final class TrendReader {
  private static final long SAMPLES_UP_TO_MS = 3 * 3_600_000L;
  private static final long MINUTES_UP_TO_MS = 72 * 3_600_000L;

  private final Connection connection;
  private final SampleReader samples;
  private final Buckets buckets;

  TrendReader(Connection connection, Tables tables) {
    this.connection = connection;
    this.samples = new SampleReader(connection, tables);
    this.buckets = new Buckets(connection);
  }

  void read(LineKey line, String device, String point, Trend trend) throws SQLException {
    long span = trend.to() - trend.from();
    if (span > SAMPLES_UP_TO_MS && !Tables.isLine(device)) {
      Level level = span > MINUTES_UP_TO_MS ? Level.HOUR : Level.MINUTE;
      Ids ids = samples.ids(line, device, point);
      List<Bucket> found = ids.streams().isEmpty() ? List.of() : condensed(ids, level, trend);
      if (!found.isEmpty()) {
        Map<Integer, Breaks> breaks = samples.breaks(ids);
        draw(found, breaks, trend);
        trend.condensed(level.word, rows(found, breaks));
        long behind = found.getLast().lastTime + 1;
        samples.read(line, device, point, behind, trend.to(), false, trend);
        return;
      }
    }
    samples.read(line, device, point, trend.from(), trend.to(), false, trend);
  }

  /** Buckets of a level, and behind those that are made, minutes. */
  private List<Bucket> condensed(Ids ids, Level level, Trend trend) throws SQLException {
    List<Bucket> found = new ArrayList<>();
    long from = level.begin(trend.from());
    if (level == Level.HOUR) {
      long open = open(ids, level, trend.to() - 3 * level.width, trend.to());
      buckets.read(level, ids.where(), from, open, found::add);
      from = open;
    }
    long open = open(ids, Level.MINUTE, trend.to() - 15 * Level.MINUTE.width, trend.to());
    buckets.read(Level.MINUTE, ids.where(), from, open, found::add);
    return found;
  }

  /** From where on the latest buckets are still waiting to be made. */
  private long open(Ids ids, Level level, long from, long to) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT MIN(t) FROM dirty WHERE level=? AND t>=? AND t<=? AND stream IN ("
                + Ids.joined(ids.streams())
                + ")")) {
      query.setInt(1, level.code);
      query.setLong(2, from);
      query.setLong(3, to);
      ResultSet r = query.executeQuery();
      r.next();
      long open = r.getLong(1);
      return r.wasNull() ? level.begin(to) : open;
    }
  }

  /** The lowest and the highest of each bucket, in the order in which a line would go. */
  private static void draw(List<Bucket> found, Map<Integer, Breaks> breaks, Trend trend) {
    Bucket before = null;
    for (Bucket b : found) {
      if (before != null && !joins(breaks, before, b)) {
        trend.gap();
      }
      long half = (b.lastTime - b.firstTime) / 2;
      if (Double.isNaN(b.min)) {
        trend.add(b.firstTime, null, b.lastQuality);
      } else if (half == 0 || b.min == b.max) {
        trend.add(b.firstTime, b.firstValue, 0);
        trend.add(b.lastTime, b.lastValue, 0);
      } else {
        boolean rising = b.firstValue <= b.lastValue;
        trend.add(b.firstTime + half / 2, rising ? b.min : b.max, 0);
        trend.add(b.firstTime + half + half / 2, rising ? b.max : b.min, 0);
      }
      before = b;
    }
  }

  private static boolean joins(Map<Integer, Breaks> breaks, Bucket before, Bucket b) {
    Breaks own = breaks.get(b.stream);
    return before.stream == b.stream && (own == null || !own.between(before.lastSeq, b.firstSeq));
  }

  /** As {@link Trend#buckets}; what holds across a border counts on both of its sides. */
  private static List<List<@Nullable Object>> rows(
      List<Bucket> found, Map<Integer, Breaks> breaks) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    Bucket before = null;
    for (int i = 0; i < found.size(); i++) {
      Bucket b = found.get(i);
      Bucket whole = new Bucket();
      whole.append(b, false);
      if (before != null && joins(breaks, before, b)) {
        whole.holdBetween(
            Math.max(before.lastTime, b.t), b.firstTime, before.lastValue, before.lastQuality);
      }
      Bucket next = i + 1 < found.size() ? found.get(i + 1) : null;
      if (next != null && joins(breaks, b, next)) {
        long end = Math.max(b.lastTime, b.t + b.width);
        whole.hold(Math.min(next.firstTime, end));
      }
      rows.add(row(b.t, whole));
      before = b;
    }
    return rows;
  }

  private static List<@Nullable Object> row(long t, Bucket b) {
    return Arrays.asList(
        t,
        number(b.mean()),
        number(b.min),
        number(b.max),
        b.n,
        b.knownMs > 0 ? Double.valueOf((double) b.goodMs / b.knownMs) : null);
  }

  private static @Nullable Double number(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
