package io.gemba.cloud.console.history;

import io.gemba.cloud.console.config.StorageConfig.Retention;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Condenses and removes in PostgreSQL, for all consoles that share it. Guarded by the store. */
final class PgKeeper {
  private static final int STEP = 5_000;

  /** Numbers kept of a device whose gateway's clock is never set. */
  private static final long UNSYNCED_KEPT = 1_000_000;

  /** Held by the console that condenses, until its connection ends. */
  private static final long LOCK = 0x67656d6263L;

  private final Connection connection;
  private final Retention retention;
  private final Condenser condenser;
  private boolean chosen;

  PgKeeper(Connection connection, Retention retention) {
    this.connection = connection;
    this.retention = retention;
    this.condenser = new Condenser(connection, Tables.POSTGRESQL);
  }

  /**
   * One step, by one console at a time. A commit that a crash undoes is done again: its mark is
   * then there, too.
   */
  boolean condense(long now) throws SQLException {
    try (Statement s = connection.createStatement()) {
      if (!chosen) {
        s.execute("SET synchronous_commit=off");
        ResultSet r = s.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")");
        r.next();
        chosen = r.getBoolean(1);
        connection.commit();
      }
    }
    if (!chosen) {
      return false;
    }
    boolean minutes = condenser.step(Level.MINUTE, now, now - retention.samples().toMillis());
    boolean hours = condenser.step(Level.HOUR, now, now - retention.minutes().toMillis());
    return minutes || hours;
  }

  /** One step. */
  boolean forget(long now) throws SQLException {
    dropDays(now - retention.samples().toMillis());
    int removed =
        delete("sample_other", "t<" + (now - retention.samples().toMillis()))
            + delete("line_sample", "t<" + (now - retention.lines().toMillis()))
            + delete(Level.MINUTE.table, "t<" + (now - retention.minutes().toMillis()))
            + delete(Level.HOUR.table, "t<" + (now - retention.hours().toMillis()))
            + delete(
                "unsynced_sample",
                "seq<(SELECT MAX(last) FROM received r WHERE r.stream=unsynced_sample.stream)-"
                    + UNSYNCED_KEPT);
    connection.commit();
    return removed >= STEP;
  }

  private int delete(String table, String where) throws SQLException {
    try (Statement s = connection.createStatement()) {
      ResultSet r = s.executeQuery("SELECT to_regclass('" + table + "')");
      r.next();
      if (r.getString(1) == null) {
        return 0; // a hypertable has no partition for what is out of range
      }
      int removed =
          s.executeUpdate(
              "DELETE FROM %1$s WHERE ctid=ANY(ARRAY(SELECT ctid FROM %1$s WHERE %2$s LIMIT %3$d))"
                  .formatted(table, where, STEP));
      connection.commit();
      return removed;
    }
  }

  /** Whole days whose last sample is too old. */
  private void dropDays(long before) throws SQLException {
    if (PgSchema.isHypertable(connection)) {
      try (PreparedStatement drop =
          connection.prepareStatement("SELECT drop_chunks('sample', older_than => ?::bigint)")) {
        drop.setLong(1, before);
        drop.executeQuery();
      }
      connection.commit();
      return;
    }
    String oldest = PgPartitions.name(PgPartitions.day(before));
    List<String> old = new ArrayList<>();
    try (Statement s = connection.createStatement()) {
      ResultSet r =
          s.executeQuery(
              "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid=i.inhrelid"
                  + " WHERE i.inhparent='sample'::regclass AND c.relname ~ '^sample_\\d'");
      while (r.next()) {
        if (r.getString(1).compareTo(oldest) < 0) {
          old.add(r.getString(1));
        }
      }
      for (String name : old) {
        s.execute("DROP TABLE IF EXISTS " + name);
        connection.commit();
      }
    }
  }
}
