package io.gemba.cloud.console.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables.
 *
 * <p>A sample's key is (stream, seq), so a message that comes twice is stored once. {@code flags}
 * holds the quality in its two low bits and what the value is (0 number, 1 boolean, 2 text, 3
 * integer of more than 64 bits) above them; 64 marks times of a gateway's clock that was not set.
 */
final class SqliteSchema {
  private static final int VERSION = 1;

  private static final String[] TABLES = {
    "CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE stream (id INTEGER PRIMARY KEY, journal TEXT NOT NULL, device TEXT NOT NULL,"
        + " enterprise TEXT NOT NULL, site TEXT NOT NULL, area TEXT NOT NULL, line TEXT NOT NULL,"
        + " UNIQUE (journal, device))",
    "CREATE TABLE point (id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, name TEXT NOT NULL,"
        + " UNIQUE (stream, name))",
    "CREATE TABLE sample (stream INTEGER NOT NULL, seq INTEGER NOT NULL, point INTEGER NOT NULL,"
        + " t INTEGER NOT NULL, flags INTEGER NOT NULL, sc INTEGER, v,"
        + " PRIMARY KEY (stream, seq)) WITHOUT ROWID",
    "CREATE INDEX sample_by_time ON sample (point, t)",
    "CREATE TABLE received (stream INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
        + " PRIMARY KEY (stream, first)) WITHOUT ROWID",
    "CREATE TABLE gap (stream INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
        + " t0 INTEGER, t1 INTEGER, cause TEXT NOT NULL,"
        + " PRIMARY KEY (stream, first, last)) WITHOUT ROWID",
  };

  private SqliteSchema() {}

  /**
   * Exclusive locking comes before WAL: without it the shared-memory file of WAL on a full disk can
   * end the process with SIGBUS. FULL, because the broker forgets a message once we have
   * acknowledged it.
   */
  static void prepare(Connection connection) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.execute("PRAGMA auto_vacuum=INCREMENTAL"); // for a new file only: it then gives space back
      s.execute("PRAGMA locking_mode=EXCLUSIVE");
      s.execute("PRAGMA journal_mode=WAL");
      s.execute("PRAGMA synchronous=FULL");
      s.execute("PRAGMA cache_size=-16384");
      int version = s.executeQuery("PRAGMA user_version").getInt(1);
      if (version > VERSION) {
        throw new SQLException(
            "the history was written by a newer console (schema "
                + version
                + ", this one knows "
                + VERSION
                + ")");
      }
      if (version == 0) {
        create(connection, s);
      }
      s.execute(
          "CREATE INDEX IF NOT EXISTS sample_unsynced ON sample (stream, seq) WHERE flags & 64");
      if (!s.executeQuery("SELECT 1 FROM sqlite_master WHERE name='dirty'").next()) {
        condensed(connection, s);
      }
    }
  }

  private static void create(Connection connection, Statement s) throws SQLException {
    connection.setAutoCommit(false);
    for (String table : TABLES) {
      s.execute(table);
    }
    s.execute("PRAGMA user_version=" + VERSION);
    connection.commit();
    connection.setAutoCommit(true);
  }

  /** Tables that the first version had not; what it stored is marked to be condensed. */
  private static void condensed(Connection connection, Statement s) throws SQLException {
    connection.setAutoCommit(false);
    for (Level level : Level.values()) {
      s.execute(
          "CREATE TABLE " + level.table + Buckets.COLUMNS.formatted("REAL") + " WITHOUT ROWID");
    }
    s.execute("CREATE TABLE " + Buckets.DIRTY + " WITHOUT ROWID");
    s.execute(
        "INSERT INTO dirty SELECT DISTINCT 0, stream, t - t % 60000, 1 FROM sample"
            + " WHERE NOT flags & 64 AND stream NOT IN"
            + " (SELECT id FROM stream WHERE device LIKE 'line-%')");
    connection.commit();
    connection.setAutoCommit(true);
  }
}
