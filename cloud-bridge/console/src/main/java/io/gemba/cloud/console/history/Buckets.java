package io.gemba.cloud.console.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.function.Consumer;

/** The tables of condensed history, alike in both databases. Guarded by its store. */
final class Buckets {
  /** {@code %s}: the type of floating-point columns. */
  static final String COLUMNS =
      " (stream INTEGER NOT NULL, t BIGINT NOT NULL, point INTEGER NOT NULL, n BIGINT NOT NULL,"
          + " first_t BIGINT NOT NULL, first_seq BIGINT NOT NULL, first_v %1$s,"
          + " last_t BIGINT NOT NULL, last_seq BIGINT NOT NULL, last_v %1$s, last_q INTEGER NOT"
          + " NULL, min %1$s, max %1$s, area %1$s NOT NULL, number_ms BIGINT NOT NULL,"
          + " good_ms BIGINT NOT NULL, known_ms BIGINT NOT NULL, PRIMARY KEY (stream, t, point))";

  /** Buckets in which something has come since they were made, and how many times. */
  static final String DIRTY =
      "dirty (level INTEGER NOT NULL, stream INTEGER NOT NULL, t BIGINT NOT NULL,"
          + " n BIGINT NOT NULL, PRIMARY KEY (level, t, stream))";

  /** What follows an INSERT of marks, some of which may be there. */
  static final String AGAIN = " ON CONFLICT (level, t, stream) DO UPDATE SET n=dirty.n+1";

  static final String MARK = "INSERT INTO dirty VALUES (?,?,?,1)" + AGAIN;

  private static final String ALL =
      "stream, t, point, n, first_t, first_seq, first_v, last_t, last_seq, last_v, last_q, min,"
          + " max, area, number_ms, good_ms, known_ms";

  private final Connection connection;

  Buckets(Connection connection) {
    this.connection = connection;
  }

  /** Buckets in the order of time. */
  void read(Level level, String where, long from, long before, Consumer<Bucket> taker)
      throws SQLException {
    String sql =
        "SELECT "
            + ALL
            + " FROM "
            + level.table
            + " WHERE "
            + where
            + " AND t>=? AND t<? ORDER BY t, stream, first_t";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, from);
      query.setLong(2, before);
      ResultSet r = query.executeQuery();
      while (r.next()) {
        taker.accept(bucket(level, r));
      }
    }
  }

  private static Bucket bucket(Level level, ResultSet r) throws SQLException {
    Bucket b = new Bucket();
    b.width = level.width;
    b.stream = r.getInt(1);
    b.t = r.getLong(2);
    b.point = r.getInt(3);
    b.n = r.getLong(4);
    b.firstTime = r.getLong(5);
    b.firstSeq = r.getLong(6);
    b.firstValue = number(r, 7);
    b.lastTime = r.getLong(8);
    b.lastSeq = r.getLong(9);
    b.lastValue = number(r, 10);
    b.lastQuality = r.getInt(11);
    b.min = number(r, 12);
    b.max = number(r, 13);
    b.area = r.getDouble(14);
    b.numberMs = r.getLong(15);
    b.goodMs = r.getLong(16);
    b.knownMs = r.getLong(17);
    return b;
  }

  private static double number(ResultSet r, int column) throws SQLException {
    double value = r.getDouble(column);
    return r.wasNull() ? Double.NaN : value;
  }

  /** Puts the buckets of one stream and time in the place of those that were there. */
  void replace(Level level, int stream, long t, Collection<Bucket> buckets) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM " + level.table + " WHERE stream=? AND t=?")) {
      delete.setInt(1, stream);
      delete.setLong(2, t);
      delete.executeUpdate();
    }
    String sql =
        "INSERT INTO " + level.table + " (" + ALL + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (Bucket b : buckets) {
        insert.setInt(1, stream);
        insert.setLong(2, t);
        insert.setInt(3, b.point);
        insert.setLong(4, b.n);
        insert.setLong(5, b.firstTime);
        insert.setLong(6, b.firstSeq);
        set(insert, 7, b.firstValue);
        insert.setLong(8, b.lastTime);
        insert.setLong(9, b.lastSeq);
        set(insert, 10, b.lastValue);
        insert.setInt(11, b.lastQuality);
        set(insert, 12, b.min);
        set(insert, 13, b.max);
        insert.setDouble(14, b.area);
        insert.setLong(15, b.numberMs);
        insert.setLong(16, b.goodMs);
        insert.setLong(17, b.knownMs);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void set(PreparedStatement insert, int column, double value) throws SQLException {
    if (Double.isNaN(value)) {
      insert.setNull(column, Types.DOUBLE);
    } else {
      insert.setDouble(column, value);
    }
  }
}
