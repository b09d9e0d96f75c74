package io.gemba.cloud.console.history;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.config.StorageConfig.Retention;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the partition of a day before its first sample is stored; samples of days that nobody would
 * keep, or of the far future, have a partition in common. Guarded by the store.
 */
final class PgPartitions {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'sample_'uuuu_MM_dd").withZone(ZoneOffset.UTC);
  private static final long LOCK = 0x67656d6262L;

  private final Connection connection;
  private final ConsoleClock clock;
  private final Retention retention;
  private final Set<Long> made = new HashSet<>();
  private @Nullable Boolean needless;

  PgPartitions(Connection connection, ConsoleClock clock, Retention retention) {
    this.connection = connection;
    this.clock = clock;
    this.retention = retention;
  }

  /** The begin of the day that a moment is in, ms since the epoch. */
  static long day(long t) {
    return t - Math.floorMod(t, PgSchema.DAY_MS);
  }

  /** The partition of a day. */
  static String name(long day) {
    return NAME.format(Instant.ofEpochMilli(day));
  }

  /** Sees to it that a moment has its partition, in the present transaction. */
  void ensure(long t) throws SQLException {
    long day = day(t);
    long now = clock.wallMs();
    boolean sane =
        day >= day(now - retention.samples().toMillis()) && day <= now + 2 * PgSchema.DAY_MS;
    if (!sane || made.contains(day)) {
      return;
    }
    if (needless == null) {
      needless = PgSchema.isHypertable(connection);
    }
    if (!needless) {
      make(day);
    }
    made.add(day);
  }

  private void make(long day) throws SQLException {
    String name = name(day);
    long end = day + PgSchema.DAY_MS;
    try (Statement s = connection.createStatement()) {
      s.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      var r = s.executeQuery("SELECT to_regclass('" + name + "')");
      r.next();
      if (r.getString(1) != null) {
        return;
      }
      s.execute("CREATE TABLE " + name + " (LIKE sample INCLUDING ALL)");
      s.execute(
          "WITH moved AS (DELETE FROM sample_other WHERE t>="
              + day
              + " AND t<"
              + end
              + " RETURNING *) INSERT INTO "
              + name
              + " SELECT * FROM moved");
      s.execute(
          "ALTER TABLE sample ATTACH PARTITION "
              + name
              + " FOR VALUES FROM ("
              + day
              + ") TO ("
              + end
              + ")");
    }
  }
}
