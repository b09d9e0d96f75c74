package io.gemba.cloud.console.history;

import io.gemba.cloud.console.wire.LineKey;
import io.gemba.cloud.console.wire.Sample;
import io.gemba.cloud.console.wire.Statement.Batch;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Numbers of streams and points, remembered. Guarded by the store. */
final class PgNames {
  private final Connection connection;
  private final Map<List<String>, Stream> streams = new HashMap<>();

  PgNames(Connection connection) {
    this.connection = connection;
  }

  /** The stream of a device in a journal; made, or moved to where it is now. */
  Stream stream(String journal, String device, LineKey place) throws SQLException {
    Stream known = streams.get(List.of(journal, device));
    if (known == null) {
      known = new Stream(upsert(journal, device, place), journal, device, place);
      streams.put(List.of(journal, device), known);
    } else if (!known.place.equals(place)) {
      upsert(journal, device, place);
      known.place = place;
    }
    return known;
  }

  private int upsert(String journal, String device, LineKey place) throws SQLException {
    String sql =
        "INSERT INTO stream (journal, device, enterprise, site, area, line) VALUES (?,?,?,?,?,?)"
            + " ON CONFLICT (journal, device) DO UPDATE SET enterprise=EXCLUDED.enterprise,"
            + " site=EXCLUDED.site, area=EXCLUDED.area, line=EXCLUDED.line RETURNING id";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      List<String> values =
          List.of(journal, device, place.enterprise(), place.site(), place.area(), place.line());
      for (int i = 0; i < values.size(); i++) {
        insert.setString(i + 1, values.get(i));
      }
      ResultSet r = insert.executeQuery();
      r.next();
      return r.getInt(1);
    }
  }

  /** Makes the points of a batch that nobody has heard of. */
  void points(Stream stream, Batch batch) throws SQLException {
    Set<String> unknown = new HashSet<>();
    for (Sample sample : batch.samples()) {
      if (!stream.points.containsKey(sample.point())) {
        unknown.add(sample.point());
      }
    }
    if (unknown.isEmpty()) {
      return;
    }
    Array names = connection.createArrayOf("text", unknown.stream().sorted().toArray());
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO point (stream, name) SELECT ?, unnest(?) ON CONFLICT DO NOTHING")) {
      insert.setInt(1, stream.id);
      insert.setArray(2, names);
      insert.executeUpdate();
    }
    try (PreparedStatement query =
        connection.prepareStatement("SELECT name, id FROM point WHERE stream=?")) {
      query.setInt(1, stream.id);
      ResultSet r = query.executeQuery();
      while (r.next()) {
        stream.points.put(r.getString(1), r.getInt(2));
      }
    }
  }
}
