package io.gemba.cloud.console.history;

import io.gemba.cloud.console.config.StorageConfig.Retention;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;

/**
 * Removes what is older than its kind is kept from the SQLite file, in steps small enough not to
 * hold up those who write, and gives the space back to the disk. Guarded by its store.
 */
final class SqliteRetention {
  /**
   * Samples of a gateway whose clock is never set have no age; so many numbers of them are kept.
   */
  private static final long UNSYNCED_KEPT = 1_000_000;

  private static final int PAGES_GIVEN_BACK = 500;

  private final Connection connection;
  private final Retention retention;
  private final int limit;

  SqliteRetention(Connection connection, Retention retention, int limit) {
    this.connection = connection;
    this.retention = retention;
    this.limit = limit;
  }

  /** One step; answers whether there may be more. */
  boolean step(long now, Collection<Stream> streams) throws SQLException {
    int removed = 0;
    for (Stream stream : streams) {
      if (removed < limit) {
        removed += samples(now, stream, limit - removed);
      }
    }
    for (Level level : Level.values()) {
      long kept = (level == Level.MINUTE ? retention.minutes() : retention.hours()).toMillis();
      for (Stream stream : streams) {
        removed +=
            delete(
                "DELETE FROM %1$s WHERE (stream, t, point) IN (SELECT stream, t, point FROM %1$s WHERE stream=? AND t<? LIMIT ?)"
                    .formatted(level.table),
                stream.id,
                now - kept,
                limit);
      }
    }
    if (removed > 0) {
      giveBack();
    }
    return removed >= limit;
  }

  private int samples(long now, Stream stream, int most) throws SQLException {
    long kept = (Tables.isLine(stream.device) ? retention.lines() : retention.samples()).toMillis();
    int removed = 0;
    for (int point : stream.points.values()) {
      removed +=
          delete(
              "DELETE FROM sample WHERE (stream, seq) IN (SELECT stream, seq FROM sample"
                  + " WHERE point=? AND t<? AND NOT flags & 64 LIMIT ?)",
              point,
              now - kept,
              most);
    }
    return removed + unsynced(stream, most);
  }

  /** Their times say nothing about their age, so their numbers have to. */
  private int unsynced(Stream stream, int most) throws SQLException {
    return delete(
        "DELETE FROM sample WHERE (stream, seq) IN (SELECT stream, seq FROM sample WHERE stream=?1"
            + " AND flags & 64 AND seq<(SELECT MAX(last) FROM received WHERE stream=?1)-?2 LIMIT ?3)",
        stream.id,
        UNSYNCED_KEPT,
        most);
  }

  private int delete(String sql, Object... values) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        delete.setObject(i + 1, values[i]);
      }
      return delete.executeUpdate();
    }
  }

  private void giveBack() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
    try (Statement s = connection.createStatement()) {
      s.execute("PRAGMA incremental_vacuum(" + PAGES_GIVEN_BACK + ")");
    } finally {
      connection.setAutoCommit(false);
    }
  }
}
