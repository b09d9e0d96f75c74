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
 * buckets made from them. Guarded by its store, which also keeps writers off the streams at work.
 */
final class Condenser {
  /** Streams done in one transaction. */
  static final int STEP = 8;

  private static final int FETCH = 10_000;

  private final Connection connection;
  private final Tables tables;
  private final Buckets buckets;

  Condenser(Connection connection, Tables tables) {
    this.connection = connection;
    this.tables = tables;
    this.buckets = new Buckets(connection);
  }

  /** Streams that are due at one level, all for the same bucket. */
  record Due(Level level, long t, List<Integer> streams) {}

  /** The oldest marks that are due at {@code now}; {@code lock} is what follows the query. */
  Due due(Level level, long now, String lock) throws SQLException {
    List<Integer> streams = new ArrayList<>();
    long t = 0;
    String sql =
        "SELECT t, stream FROM dirty WHERE level=? AND t<=? ORDER BY t, stream LIMIT "
            + STEP
            + lock;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setInt(1, level.code);
      query.setLong(2, now - level.width - level.patience);
      ResultSet r = query.executeQuery();
      while (r.next()) {
        if (streams.isEmpty()) {
          t = r.getLong(1);
        }
        if (r.getLong(1) == t) {
          streams.add(r.getInt(2));
        }
      }
    }
    return new Due(level, t, streams);
  }

  /**
   * Makes the buckets anew.
   *
   * @param keptFrom what they are made from is whole from here on, ms since the epoch: older ones
   *     stay as they are
   */
  void make(Due due, long keptFrom) throws SQLException {
    try (PreparedStatement done =
            connection.prepareStatement("DELETE FROM dirty WHERE level=? AND t=? AND stream=?");
        PreparedStatement mark = connection.prepareStatement(Buckets.MARK)) {
      for (int stream : due.streams()) {
        done.setInt(1, due.level().code);
        done.setLong(2, due.t());
        done.setInt(3, stream);
        done.executeUpdate();
        if (due.t() < keptFrom) {
          continue;
        }
        Map<Integer, Bucket> made =
            due.level() == Level.MINUTE ? minute(stream, due.t()) : hour(stream, due.t());
        buckets.replace(due.level(), stream, due.t(), made.values());
        if (due.level() == Level.MINUTE) {
          mark.setInt(1, Level.HOUR.code);
          mark.setInt(2, stream);
          mark.setLong(3, Level.HOUR.begin(due.t()));
          mark.executeUpdate();
        }
      }
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
