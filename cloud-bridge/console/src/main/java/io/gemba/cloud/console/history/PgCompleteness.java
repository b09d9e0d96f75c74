package io.gemba.cloud.console.history;

import io.gemba.cloud.console.board.Completeness;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** How complete each journal is, whichever console has stored it. */
final class PgCompleteness {
  private static final class Numbers {
    final String journal;
    final Ranges received = new Ranges();
    final Ranges explained = new Ranges();

    Numbers(String journal) {
      this.journal = journal;
    }
  }

  private PgCompleteness() {}

  static Map<String, Completeness> read(Connection connection) throws SQLException {
    Map<Integer, Numbers> streams = new HashMap<>();
    try (Statement s = connection.createStatement()) {
      ResultSet r =
          s.executeQuery(
              "SELECT s.id, s.journal, r.first, r.last FROM received r JOIN stream s ON s.id=r.stream");
      while (r.next()) {
        String journal = r.getString(2);
        Numbers n = streams.computeIfAbsent(r.getInt(1), id -> new Numbers(journal));
        n.received.add(r.getLong(3), r.getLong(4));
        n.explained.add(r.getLong(3), r.getLong(4));
      }
      r = s.executeQuery("SELECT stream, first, last FROM gap WHERE last>=first");
      while (r.next()) {
        Numbers n = streams.get(r.getInt(1));
        if (n != null) {
          n.explained.add(r.getLong(2), r.getLong(3));
        }
      }
    }
    connection.rollback();
    Map<String, Completeness> all = new HashMap<>();
    streams
        .values()
        .forEach(
            n ->
                all.merge(
                    n.journal,
                    new Completeness(
                        n.received.size(), n.received.missing(), n.explained.missing()),
                    Completeness::plus));
    return all;
  }
}
