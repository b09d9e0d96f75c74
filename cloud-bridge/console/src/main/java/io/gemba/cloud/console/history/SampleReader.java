package io.gemba.cloud.console.history;

import io.gemba.cloud.console.wire.LineKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads samples of one point from every journal. Guarded by its store. */
final class SampleReader {
  private static final int FETCH = 10_000;

  private final Connection connection;
  private final Tables tables;

  SampleReader(Connection connection, Tables tables) {
    this.connection = connection;
    this.tables = tables;
  }

  /** The streams and numbers of one point, one of each per journal. */
  record Ids(Set<Integer> streams, Set<Integer> points) {
    String where() {
      return "stream IN (" + joined(streams) + ") AND point IN (" + joined(points) + ")";
    }

    static String joined(Set<Integer> ids) {
      return String.join(",", ids.stream().map(String::valueOf).toList());
    }
  }

  /** What a point is called here; empty when nobody has heard of it. */
  Ids ids(LineKey line, String device, String point) throws SQLException {
    Ids ids = new Ids(new TreeSet<>(), new TreeSet<>());
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT s.id, p.id FROM stream s JOIN point p ON p.stream=s.id WHERE s.device=? AND"
                + " s.enterprise=? AND s.site=? AND s.area=? AND s.line=? AND p.name=?")) {
      List<String> values =
          List.of(device, line.enterprise(), line.site(), line.area(), line.line(), point);
      for (int i = 0; i < values.size(); i++) {
        query.setString(i + 1, values.get(i));
      }
      ResultSet r = query.executeQuery();
      while (r.next()) {
        ids.streams().add(r.getInt(1));
        ids.points().add(r.getInt(2));
      }
    }
    return ids;
  }

  /** The breaks of each stream of a point. */
  Map<Integer, Breaks> breaks(Ids ids) throws SQLException {
    Map<Integer, Breaks> breaks = new HashMap<>();
    for (int stream : ids.streams()) {
      breaks.put(stream, Breaks.of(connection, tables, stream));
    }
    return breaks;
  }

  /** As {@link Store#read}. */
  void read(
      LineKey line, String device, String point, long from, long to, boolean before, Rows rows)
      throws SQLException {
    Ids ids = ids(line, device, point);
    if (!ids.streams().isEmpty()) {
      String samples = tables.samples(device) + " s WHERE " + ids.where();
      long start = before ? lastBefore(samples, from) : from;
      read(samples, start, to, breaks(ids), rows);
    }
    connection.rollback();
  }

  private long lastBefore(String samples, long from) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT MAX(t) FROM " + samples + " AND t<=?")) {
      query.setLong(1, from);
      ResultSet r = query.executeQuery();
      r.next();
      long last = r.getLong(1);
      return r.wasNull() ? from : last;
    }
  }

  private void read(String samples, long from, long to, Map<Integer, Breaks> breaks, Rows rows)
      throws SQLException {
    String sql =
        "SELECT t, flags, v, x, stream, seq FROM "
            + samples
            + " AND t BETWEEN ? AND ? ORDER BY t, seq";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setFetchSize(FETCH);
      query.setLong(1, from);
      query.setLong(2, to);
      ResultSet r = query.executeQuery();
      List<Long> last = new ArrayList<>();
      while (r.next()) {
        int flags = r.getInt(2);
        int stream = r.getInt(5);
        long seq = r.getLong(6);
        if (!last.isEmpty() && !joins(breaks, last, stream, seq)) {
          rows.gap();
        }
        last = List.of((long) stream, seq);
        rows.add(r.getLong(1), Tables.value(flags, r, 3, 4), flags & 3);
      }
    }
  }

  private static boolean joins(Map<Integer, Breaks> breaks, List<Long> last, int stream, long seq) {
    Breaks own = breaks.get(stream);
    return stream == last.getFirst() && (own == null || !own.between(last.getLast(), seq));
  }
}
