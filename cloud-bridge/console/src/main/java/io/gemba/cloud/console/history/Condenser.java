package io.gemba.cloud.console.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes minutes from samples and hours from minutes, only those in which something has come: marks
 * are written in the transaction that holds the samples, and taken away in the one that holds the
 * buckets made from them, unless they were written once more in between. Nobody waits. Guarded by
 * its store.
 */
final class Condenser {
  /** Streams looked up at once. */
  static final int STEP = 32;

  private static final int FETCH = 10_000;

  private final Connection connection;
  private final Tables tables;
  private final Buckets buckets;

  Condenser(Connection connection, Tables tables) {
    this.connection = connection;
    this.tables = tables;
    this.buckets = new Buckets(connection);
  }

  /** A mark: how many times the bucket of a stream has changed. */
  private record Mark(Level level, int stream, long t, long n) {}

  /**
   * Makes some of the buckets that are due; in PostgreSQL each in a transaction of its own, so that
   * nobody waits for one's marks long, in SQLite, where everybody waits anyway, all in one.
   *
   * @param keptFrom what they are made from is whole from here on, ms since the epoch: older ones
   *     stay as they are
   * @return whether there may be more
   */
  boolean step(Level level, long now, long keptFrom) throws SQLException {
    List<Mark> due = due(level, now);
    connection.commit();
    for (Mark mark : due) {
      make(mark, keptFrom);
      if (tables == Tables.POSTGRESQL) {
        connection.commit();
      }
    }
    connection.commit();
    return !due.isEmpty();
  }

  private List<Mark> due(Level level, long now) throws SQLException {
    List<Mark> due = new ArrayList<>();
    String sql =
        "SELECT stream, t, n FROM dirty WHERE level=? AND t<=? ORDER BY t, stream LIMIT " + STEP;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setInt(1, level.code);
      query.setLong(2, now - level.width - level.patience);
      ResultSet r = query.executeQuery();
      while (r.next()) {
        due.add(new Mark(level, r.getInt(1), r.getLong(2), r.getLong(3)));
      }
    }
    return due;
  }

  /** The mark was read before the samples are: what comes in between keeps it from going away. */
  private void make(Mark mark, long keptFrom) throws SQLException {
    boolean whole = mark.t() >= keptFrom;
    Map<Integer, Bucket> made =
        !whole
            ? Map.of()
            : mark.level() == Level.MINUTE
                ? minute(mark.stream(), mark.t())
                : hour(mark.stream(), mark.t());
    if (!done(mark) || !whole) {
      return;
    }
    buckets.replace(mark.level(), mark.stream(), mark.t(), made.values());
    if (mark.level() == Level.MINUTE) {
      try (PreparedStatement again = connection.prepareStatement(Buckets.MARK)) {
        again.setInt(1, Level.HOUR.code);
        again.setInt(2, mark.stream());
        again.setLong(3, Level.HOUR.begin(mark.t()));
        again.executeUpdate();
      }
    }
  }

  private boolean done(Mark mark) throws SQLException {
    try (PreparedStatement done =
        connection.prepareStatement(
            "DELETE FROM dirty WHERE level=? AND t=? AND stream=? AND n=?")) {
      done.setInt(1, mark.level().code);
      done.setLong(2, mark.t());
      done.setInt(3, mark.stream());
      done.setLong(4, mark.n());
      return done.executeUpdate() > 0;
    }
  }

  private Map<Integer, Bucket> minute(int stream, long t) throws SQLException {
    Map<Integer, Bucket> made = new HashMap<>();
    Breaks breaks = Breaks.of(connection, tables, stream);
    String sql =
        "SELECT t, seq, point, flags, v FROM "
            + tables.synced("")
            + " WHERE stream=? AND t>=? AND t<? AND (flags & 64)=0 ORDER BY t, seq";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setFetchSize(FETCH);
      query.setInt(1, stream);
      query.setLong(2, t);
      query.setLong(3, t + Level.MINUTE.width);
      ResultSet r = query.executeQuery();
      while (r.next()) {
        int flags = r.getInt(4);
        int kind = flags & Tables.KIND;
        if (kind == 0 || kind == Tables.BOOLEAN) {
          double v = r.getDouble(5);
          double number = r.wasNull() ? Double.NaN : v;
          Bucket bucket = made.computeIfAbsent(r.getInt(3), Condenser::of);
          long seq = r.getLong(2);
          boolean joined = !breaks.between(bucket.lastSeq, seq);
          bucket.add(r.getLong(1), seq, number, flags & 3, joined);
        }
      }
    }
    return made;
  }

  private Map<Integer, Bucket> hour(int stream, long t) throws SQLException {
    Map<Integer, Bucket> made = new HashMap<>();
    Breaks breaks = Breaks.of(connection, tables, stream);
    buckets.read(
        Level.MINUTE,
        "stream=" + stream,
        t,
        t + Level.HOUR.width,
        minute -> {
          Bucket bucket = made.computeIfAbsent(minute.point, Condenser::of);
          bucket.append(minute, !breaks.between(bucket.lastSeq, minute.firstSeq));
        });
    return made;
  }

  private static Bucket of(int point) {
    Bucket bucket = new Bucket();
    bucket.point = point;
    return bucket;
  }
}
