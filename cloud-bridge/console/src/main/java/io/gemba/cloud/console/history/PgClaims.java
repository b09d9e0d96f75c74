package io.gemba.cloud.console.history;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says which numbers are not stored yet, and that they are from now on: both in the transaction
 * that stores them, under a lock on their streams, so that two consoles never store the same.
 * Guarded by the store.
 */
final class PgClaims {
  private static final String EXTEND =
      "UPDATE received r SET last=u.last, t=u.t FROM unnest(?,?,?,?) AS u(stream, first, last, t)"
          + " WHERE r.stream=u.stream AND r.last=u.first-1 AND NOT EXISTS (SELECT 1 FROM received o"
          + " WHERE o.stream=u.stream AND o.first BETWEEN u.first AND u.last+1)"
          + " RETURNING u.stream, u.first";

  private final Connection connection;

  PgClaims(Connection connection) {
    this.connection = connection;
  }

  /** Locks streams until the end of the transaction, in an order that all consoles share. */
  static void lock(Connection connection, Collection<Integer> streams) throws SQLException {
    Array ids = connection.createArrayOf("integer", streams.toArray());
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT id FROM stream WHERE id=ANY(?) ORDER BY id FOR NO KEY UPDATE")) {
      lock.setArray(1, ids);
      lock.executeQuery();
    }
  }

  /** What of these runs is new; their streams are locked. */
  List<Run> claim(List<Run> runs) throws SQLException {
    Set<List<Long>> extended = extend(runs);
    List<Run> fresh = new ArrayList<>();
    for (Run run : runs) {
      if (extended.contains(List.of((long) run.stream.id, run.first))) {
        fresh.add(run);
      } else {
        fresh.addAll(merge(run));
      }
    }
    return fresh;
  }

  /** Most runs follow what came last: one statement for all of them. */
  private Set<List<Long>> extend(List<Run> runs) throws SQLException {
    Set<List<Long>> extended = new HashSet<>();
    try (PreparedStatement extend = connection.prepareStatement(EXTEND)) {
      Object[] streams = runs.stream().map(r -> r.stream.id).toArray();
      extend.setArray(1, connection.createArrayOf("integer", streams));
      extend.setArray(2, bigints(runs.stream().mapToLong(r -> r.first).boxed().toArray()));
      extend.setArray(3, bigints(runs.stream().mapToLong(Run::last).boxed().toArray()));
      extend.setArray(4, bigints(runs.stream().mapToLong(Run::lastTime).boxed().toArray()));
      ResultSet r = extend.executeQuery();
      while (r.next()) {
        extended.add(List.of(r.getLong(1), r.getLong(2)));
      }
    }
    return extended;
  }

  private Array bigints(Object[] values) throws SQLException {
    return connection.createArrayOf("bigint", values);
  }

  private List<Run> merge(Run run) throws SQLException {
    List<Run> fresh = new ArrayList<>();
    long next = run.first;
    long first = run.first;
    long last = run.last();
    for (Ranges.Range known : touching(run)) {
      if (known.first() > next) {
        fresh.add(run.part(next, Math.min(known.first() - 1, run.last())));
      }
      next = Math.max(next, known.last() + 1);
      first = Math.min(first, known.first());
      last = Math.max(last, known.last());
    }
    if (next <= run.last()) {
      fresh.add(run.part(next, run.last()));
    }
    if (!fresh.isEmpty()) {
      replace(run.stream.id, first, last, run.lastTime());
    }
    return fresh;
  }

  private List<Ranges.Range> touching(Run run) throws SQLException {
    List<Ranges.Range> known = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT first, last FROM received WHERE stream=? AND first<=? AND last>=?"
                + " ORDER BY first")) {
      query.setInt(1, run.stream.id);
      query.setLong(2, run.last() + 1);
      query.setLong(3, run.first - 1);
      ResultSet r = query.executeQuery();
      while (r.next()) {
        known.add(new Ranges.Range(r.getLong(1), r.getLong(2)));
      }
    }
    return known;
  }

  /** {@code t} is the time of the last number, unless that was there before. */
  private void replace(int stream, long first, long last, long t) throws SQLException {
    String sql =
        "WITH old AS (DELETE FROM received WHERE stream=? AND first BETWEEN ? AND ?"
            + " RETURNING last, t) INSERT INTO received"
            + " SELECT ?, ?, ?, COALESCE((SELECT t FROM old WHERE last=?), ?)";
    try (PreparedStatement replace = connection.prepareStatement(sql)) {
      replace.setInt(1, stream);
      replace.setLong(2, first);
      replace.setLong(3, last);
      replace.setInt(4, stream);
      replace.setLong(5, first);
      replace.setLong(6, last);
      replace.setLong(7, last);
      replace.setLong(8, t);
      replace.executeUpdate();
    }
  }
}
