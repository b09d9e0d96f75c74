package io.gemba.cloud.console.history;

import io.gemba.cloud.console.wire.Statement;
import io.gemba.cloud.console.wire.Statement.ClockSet;
import io.gemba.cloud.console.wire.Statement.Gap;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what is no sample: gaps, set clocks, silences, marks. Guarded by the store. */
final class PgEvents {
  private final Connection connection;
  private final PgPartitions partitions;
  private final PgNames names;

  PgEvents(Connection connection, PgPartitions partitions, PgNames names) {
    this.connection = connection;
    this.partitions = partitions;
    this.names = names;
  }

  void write(Statement message) throws SQLException {
    switch (message) {
      case Gap gap -> gap(names.stream(gap.journal(), gap.device(), gap.line()), gap);
      case ClockSet set -> putRight(names.stream(set.journal(), set.device(), set.line()), set);
      default -> throw new IllegalArgumentException("not history: " + message);
    }
  }

  private void gap(Stream stream, Gap gap) throws SQLException {
    update(
        "INSERT INTO gap VALUES (?,?,?,?,?,?) ON CONFLICT (stream, first, last) DO UPDATE SET"
            + " t0=EXCLUDED.t0, t1=EXCLUDED.t1, cause=EXCLUDED.cause",
        stream.id,
        gap.from(),
        gap.to(),
        gap.fromTime(),
        gap.toTime(),
        gap.cause());
  }

  /** Twice does no harm: what was put right is no longer where it was. */
  private void putRight(Stream stream, ClockSet set) throws SQLException {
    PgClaims.lock(connection, List.of(stream.id));
    String of = " FROM unsynced_sample WHERE stream=? AND seq BETWEEN ? AND ?";
    boolean line = Tables.isLine(stream.device);
    try (PreparedStatement days =
        connection.prepareStatement("SELECT DISTINCT (t+?)/60000*60000" + of)) {
      set(days, set.offset(), stream.id, set.from(), set.to());
      ResultSet r = days.executeQuery();
      while (r.next() && !line) {
        partitions.ensure(r.getLong(1));
        mark(List.of(List.of((long) stream.id, r.getLong(1))));
      }
    }
    update(
        "WITH moved AS (DELETE"
            + of
            + " RETURNING *) INSERT INTO "
            + (line ? "line_sample" : "sample")
            + " (seq, t, v, stream, point, flags, sc, x)"
            + " SELECT seq, t+?, v, stream, point, flags & ~64, sc, x FROM moved",
        stream.id,
        set.from(),
        set.to(),
        set.offset());
  }

  /** Marks the end of what came of each device of these journals, as a gap without numbers. */
  void silences(Collection<String> journals) throws SQLException {
    if (!journals.isEmpty()) {
      update(
          "INSERT INTO gap SELECT s.id, r.last+1, r.last, r.t, NULL, ? FROM stream s JOIN LATERAL"
              + " (SELECT last, t FROM received WHERE stream=s.id ORDER BY first DESC LIMIT 1) r"
              + " ON TRUE WHERE s.journal=ANY(?) ON CONFLICT DO NOTHING",
          Breaks.SILENCE,
          connection.createArrayOf("text", journals.toArray()));
    }
  }

  /** A silence lasts until the time of what comes next. */
  void endSilences(List<Run> fresh) throws SQLException {
    if (fresh.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE gap g SET t1=u.t FROM unnest(?,?,?) AS u(stream, first, t)"
                + " WHERE g.stream=u.stream AND g.first=u.first AND g.last=u.first-1"
                + " AND g.t1 IS NULL AND g.cause='"
                + Breaks.SILENCE
                + "'")) {
      update.setArray(
          1, connection.createArrayOf("integer", fresh.stream().map(r -> r.stream.id).toArray()));
      update.setArray(
          2, connection.createArrayOf("bigint", fresh.stream().map(r -> r.first).toArray()));
      update.setArray(
          3,
          connection.createArrayOf(
              "bigint", fresh.stream().map(r -> r.samples.getFirst().time()).toArray()));
      update.executeUpdate();
    }
  }

  /** Notes pairs of stream and minute that have to be condensed anew. */
  void mark(Collection<List<Long>> minutes) throws SQLException {
    if (minutes.isEmpty()) {
      return;
    }
    try (PreparedStatement mark =
        connection.prepareStatement(
            "INSERT INTO dirty SELECT 0, u.stream, u.t, 1 FROM unnest(?,?) AS u(stream, t)"
                + Buckets.AGAIN)) {
      mark.setArray(
          1,
          connection.createArrayOf(
              "integer", minutes.stream().map(m -> m.getFirst().intValue()).toArray()));
      mark.setArray(
          2, connection.createArrayOf("bigint", minutes.stream().map(List::getLast).toArray()));
      mark.executeUpdate();
    }
  }

  private void update(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      set(statement, values);
      statement.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
