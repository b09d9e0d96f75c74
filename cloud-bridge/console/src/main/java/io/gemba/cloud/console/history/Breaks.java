package io.gemba.cloud.console.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.TreeSet;

/**
 * Where one device's samples do not join on: numbers that are missing, gaps that the gateway named,
 * times when the gateway was away. A line drawn across any of them would claim what nobody knows.
 * Used by one thread.
 */
final class Breaks {
  /** The cause of a gap that the console noted itself, because the gateway went away. */
  static final String SILENCE = "silence";

  /** A gateway that is back sooner than this, ms, has left no hole worth showing. */
  private static final long WORTH_SHOWING_MS = 5_000;

  private static final int LATEST = 2_000;

  /** First number behind each break. */
  private final TreeSet<Long> firsts = new TreeSet<>();

  private Breaks() {}

  /** The latest breaks of a stream. */
  static Breaks of(Connection connection, Tables tables, int stream) throws SQLException {
    Breaks breaks = new Breaks();
    breaks.named(connection, tables, stream);
    breaks.missing(connection, stream);
    return breaks;
  }

  /** Whether there is a break behind the sample {@code earlier} and not behind {@code later}. */
  boolean between(long earlier, long later) {
    Long first = firsts.higher(earlier);
    return first != null && first <= later;
  }

  private void named(Connection connection, Tables tables, int stream) throws SQLException {
    String sql = tables.gaps + " WHERE g.stream=? ORDER BY g.first DESC LIMIT " + LATEST;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setInt(1, stream);
      ResultSet r = query.executeQuery();
      while (r.next()) {
        long lasted = r.getLong(4) - r.getLong(3);
        if (!r.getString(2).equals(SILENCE) || lasted >= WORTH_SHOWING_MS) {
          firsts.add(r.getLong(1));
        }
      }
    }
  }

  private void missing(Connection connection, int stream) throws SQLException {
    String sql = "SELECT first FROM received WHERE stream=? ORDER BY first DESC LIMIT " + LATEST;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setInt(1, stream);
      ResultSet r = query.executeQuery();
      while (r.next()) {
        firsts.add(r.getLong(1));
      }
    }
  }
}
