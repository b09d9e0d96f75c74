package io.gemba.cloud.console.history;

import io.gemba.cloud.console.config.StorageConfig.Retention;
import io.gemba.cloud.console.history.Condenser.Due;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Condenses and removes in PostgreSQL; several consoles share the work. Guarded by the store. */
final class PgKeeper {
  private static final int STEP = 5_000;

  /** Numbers kept of a device whose gateway's clock is never set. */
  private static final long UNSYNCED_KEPT = 1_000_000;

  private static final String SKIP = " FOR UPDATE SKIP LOCKED";

  private final Connection connection;
  private final Retention retention;
  private final Condenser condenser;

  PgKeeper(Connection connection, Retention retention) {
    this.connection = connection;
    this.retention = retention;
    this.condenser = new Condenser(connection, Tables.POSTGRESQL);
  }

  /**
   * One step. Streams at work are locked: whoever stores more of them waits and then marks anew, so
   * that nothing comes between reading the samples and taking the mark away.
   */
  boolean condense(long now) throws SQLException {
    Due minutes = condenser.due(Level.MINUTE, now, SKIP);
    make(minutes, now - retention.samples().toMillis());
    Due hours = condenser.due(Level.HOUR, now, SKIP);
    make(hours, now - retention.minutes().toMillis());
    connection.commit();
    return !minutes.streams().isEmpty() || !hours.streams().isEmpty();
  }

  private void make(Due due, long keptFrom) throws SQLException {
    if (!due.streams().isEmpty()) {
      PgClaims.lock(connection, due.streams());
      condenser.make(due, keptFrom);
    }
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
