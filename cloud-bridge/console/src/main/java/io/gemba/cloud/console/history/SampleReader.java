package io.gemba.cloud.console.history;

import io.gemba.cloud.console.wire.Document;
import io.gemba.cloud.console.wire.LineKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads samples of one point from every journal. Guarded by {@link History}. */
final class SampleReader {
  static final int BOOLEAN = 1 << 2;
  static final int TEXT = 2 << 2;
  static final int BIG = 3 << 2;
  static final int KIND = 15 << 2;

  /** The time is that of a gateway whose clock was not set. */
  static final int UNSYNCED = 1 << 6;

  static final int DOCUMENT = 4 << 2;

  private final Connection connection;
  private final Collection<Stream> streams;

  SampleReader(Connection connection, Collection<Stream> streams) {
    this.connection = connection;
    this.streams = streams;
  }

  /**
   * Samples between two moments, oldest first, with a gap wherever two of them do not join on.
   *
   * @param before whether the last sample before {@code from} is wanted too, because it still holds
   */
  void read(
      LineKey line, String device, String point, long from, long to, boolean before, Rows rows)
      throws SQLException {
    Map<Integer, Breaks> breaks = new HashMap<>();
    List<String> ids = new ArrayList<>();
    for (Stream stream : streams) {
      Integer id = stream.points.get(point);
      if (id != null && stream.device.equals(device) && stream.place.equals(line)) {
        ids.add(String.valueOf(id));
        breaks.put(stream.id, Breaks.of(connection, stream.id));
      }
    }
    if (!ids.isEmpty()) {
      String in = String.join(",", ids);
      read(in, before ? lastBefore(in, from) : from, to, breaks, rows);
    }
    connection.rollback();
  }

  private long lastBefore(String ids, long from) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT MAX(t) FROM sample WHERE point IN (" + ids + ") AND t<=?")) {
      query.setLong(1, from);
      ResultSet r = query.executeQuery();
      long last = r.getLong(1);
      return r.wasNull() ? from : last;
    }
  }

  private void read(String ids, long from, long to, Map<Integer, Breaks> breaks, Rows rows)
      throws SQLException {
    String sql =
        "SELECT t, flags, v, stream, seq FROM sample WHERE point IN ("
            + ids
            + ") AND t BETWEEN ? AND ? ORDER BY t, seq";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, from);
      query.setLong(2, to);
      ResultSet r = query.executeQuery();
      int before = 0;
      long lastSeq = 0;
      while (r.next()) {
        int flags = r.getInt(2);
        int stream = r.getInt(4);
        long seq = r.getLong(5);
        Breaks own = breaks.get(stream);
        if (before != 0 && (stream != before || (own != null && own.between(lastSeq, seq)))) {
          rows.gap();
        }
        before = stream;
        lastSeq = seq;
        rows.add(r.getLong(1), value(flags, r.getObject(3)), flags & 3);
      }
    }
  }

  private static @Nullable Object value(int flags, @Nullable Object column) {
    return switch (flags & KIND) {
      case BOOLEAN ->
          column instanceof Number n ? (Object) Boolean.valueOf(n.intValue() != 0) : column;
      case DOCUMENT -> column instanceof String json ? (Object) new Document(json) : column;
      default -> column;
    };
  }
}
