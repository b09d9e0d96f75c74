package io.gemba.cloud.console.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables in PostgreSQL.
 *
 * <p>{@code received} says which numbers of a stream are stored; it is changed under a lock on the
 * stream, in the transaction that stores them, and so keeps what comes twice from being stored
 * twice, whichever console it comes to. Samples then need one index only, which is also the one
 * they are read by. They lie in partitions of a day, or in a TimescaleDB hypertable, so that old
 * ones are dropped and not deleted; what lines write of themselves is kept longer and lies apart,
 * and so does what came before a gateway's clock was set, whose times say nothing.
 *
 * <p>{@code v} holds numbers and booleans (0, 1), {@code x} texts, structures and integers beyond
 * 2^53; {@code flags} is as in SQLite.
 */
final class PgSchema {
  static final long DAY_MS = 86_400_000;

  private static final int VERSION = 1;
  private static final long LOCK = 0x67656d6261L;

  private static final String SAMPLE =
      " (seq BIGINT NOT NULL, t BIGINT NOT NULL, v DOUBLE PRECISION, stream INTEGER NOT NULL,"
          + " point INTEGER NOT NULL, flags SMALLINT NOT NULL, sc BIGINT, x TEXT)";

  private static final String[] TABLES = {
    "CREATE TABLE stream (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, journal TEXT NOT"
        + " NULL, device TEXT NOT NULL, enterprise TEXT NOT NULL, site TEXT NOT NULL, area TEXT"
        + " NOT NULL, line TEXT NOT NULL, UNIQUE (journal, device))",
    "CREATE TABLE point (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream INTEGER NOT"
        + " NULL, name TEXT NOT NULL, UNIQUE (stream, name))",
    "CREATE TABLE received (stream INTEGER NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL,"
        + " t BIGINT NOT NULL, PRIMARY KEY (stream, first)) WITH (fillfactor=50)",
    "CREATE TABLE gap (stream INTEGER NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL,"
        + " t0 BIGINT, t1 BIGINT, cause TEXT NOT NULL, PRIMARY KEY (stream, first, last))",
    "CREATE TABLE line_sample" + SAMPLE,
    "CREATE UNIQUE INDEX ON line_sample (stream, t, seq)",
    "CREATE TABLE unsynced_sample" + SAMPLE,
    "CREATE UNIQUE INDEX ON unsynced_sample (stream, t, seq)",
    "CREATE INDEX ON unsynced_sample (stream, seq)",
    "CREATE TABLE " + Buckets.DIRTY + " WITH (fillfactor=50)",
    "CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "INSERT INTO fact VALUES ('schema', '" + VERSION + "')",
  };

  private PgSchema() {}

  /** Makes what is missing; consoles that start at the same time wait for each other. */
  static void prepare(Connection connection) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      ResultSet r = s.executeQuery("SELECT to_regclass('fact')");
      r.next();
      if (r.getString(1) == null) {
        create(s);
      }
      r = s.executeQuery("SELECT value FROM fact WHERE name='schema'");
      if (!r.next() || Integer.parseInt(r.getString(1)) > VERSION) {
        throw new SQLException("the history was written by a newer console");
      }
    }
    connection.commit();
  }

  private static void create(Statement s) throws SQLException {
    for (String table : TABLES) {
      s.execute(table);
    }
    for (Level level : Level.values()) {
      s.execute("CREATE TABLE " + level.table + Buckets.COLUMNS.formatted("DOUBLE PRECISION"));
      s.execute("CREATE INDEX ON " + level.table + " USING brin (t)");
    }
    if (hasTimescale(s)) {
      s.execute("CREATE TABLE sample" + SAMPLE);
      s.execute(
          "SELECT create_hypertable('sample', 't', chunk_time_interval => "
              + DAY_MS
              + ", create_default_indexes => FALSE)");
    } else {
      s.execute("CREATE TABLE sample" + SAMPLE + " PARTITION BY RANGE (t)");
      s.execute("CREATE TABLE sample_other PARTITION OF sample DEFAULT");
    }
    s.execute("CREATE UNIQUE INDEX ON sample (stream, t, seq)");
  }

  private static boolean hasTimescale(Statement s) throws SQLException {
    return s.executeQuery("SELECT 1 FROM pg_extension WHERE extname='timescaledb'").next();
  }

  /** Whether the samples lie in a hypertable, which makes and drops its own partitions. */
  static boolean isHypertable(Connection connection) throws SQLException {
    try (Statement s = connection.createStatement()) {
      return !s.executeQuery(
              "SELECT 1 FROM pg_partitioned_table WHERE partrelid='sample'::regclass")
          .next();
    }
  }
}
