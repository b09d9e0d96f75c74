package io.gemba.cloud.console.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Open incidents and messages under way, in a SQLite file: what is decided is on the disk before it
 * is sent, and is forgotten only when the other side has it. An incident and its messages change in
 * one transaction, so that a crash tells nothing twice and leaves nothing out. What a crash
 * interrupts between the other side's word and our note of it is sent again, with the same id. Safe
 * for any platform thread.
 */
final class Ledger implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] TABLES = {
    "CREATE TABLE IF NOT EXISTS incident (id TEXT PRIMARY KEY, json TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS outbox (n INTEGER PRIMARY KEY AUTOINCREMENT,"
        + " channel TEXT NOT NULL, created INTEGER NOT NULL, json TEXT NOT NULL, aside TEXT)",
    "CREATE TABLE IF NOT EXISTS channel (name TEXT PRIMARY KEY, sent INTEGER NOT NULL,"
        + " last INTEGER NOT NULL)",
  };

  private final Path file;
  private @Nullable Connection connection;

  /** Opens the file, which is made with its folder when missing. */
  Ledger(Path file) throws IOException {
    this.file = file;
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      open();
    } catch (SQLException e) {
      throw new IOException(
          "the messages in "
              + file
              + " cannot be opened: "
              + e.getMessage()
              + " — is another"
              + " console using it, or is the disk full?",
          e);
    }
  }

  private Connection open() throws SQLException {
    Connection known = connection;
    if (known != null) {
      return known;
    }
    Connection made = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement s = made.createStatement()) {
      s.execute("PRAGMA locking_mode=EXCLUSIVE");
      s.execute("PRAGMA journal_mode=WAL");
      s.execute("PRAGMA synchronous=FULL");
      for (String table : TABLES) {
        s.execute(table);
      }
      made.setAutoCommit(false);
    } catch (SQLException e) {
      made.close();
      throw e;
    }
    connection = made;
    return made;
  }

  /** A message under way. */
  record Waiting(long number, long created, Notice notice) {}

  /** How a channel stands: messages waiting, given up, and sent since the beginning. */
  record Count(long waiting, long aside, long sent, @Nullable Long last) {}

  private interface Work<T> {
    T in(Connection c) throws SQLException, JsonProcessingException;
  }

  /** All or nothing; after a failure the file is opened anew, for the driver is out of step. */
  private synchronized <T> T work(Work<T> work) throws IOException {
    try {
      Connection c = open();
      T result = work.in(c);
      c.commit();
      return result;
    } catch (SQLException e) {
      discard();
      throw new IOException("messages cannot be kept in " + file + ": " + e.getMessage(), e);
    }
  }

  private void discard() {
    Connection known = connection;
    connection = null;
    try {
      if (known != null) {
        known.close();
      }
    } catch (SQLException e) {
      // it is of no more use either way; the next work opens another
    }
  }

  /** Every incident that is not over and done with. */
  List<Incident> incidents() throws IOException {
    return work(
        c -> {
          List<Incident> all = new ArrayList<>();
          try (Statement s = c.createStatement()) {
            ResultSet r = s.executeQuery("SELECT json FROM incident ORDER BY rowid");
            while (r.next()) {
              all.add(JSON.readValue(r.getString(1), Incident.class));
            }
          }
          return all;
        });
  }

  /** Writes down what is now so, takes out what is over, and hands over what is to be sent. */
  void commit(List<Incident> changed, List<String> over, Map<String, List<Notice>> messages)
      throws IOException {
    work(
        c -> {
          for (Incident i : changed) {
            update(c, "INSERT OR REPLACE INTO incident VALUES (?,?)", i.id(), text(i));
          }
          for (String id : over) {
            update(c, "DELETE FROM incident WHERE id=?", id);
          }
          for (Map.Entry<String, List<Notice>> e : messages.entrySet()) {
            for (Notice n : e.getValue()) {
              String sql = "INSERT INTO outbox (channel, created, json) VALUES (?,?,?)";
              update(c, sql, e.getKey(), n.at(), text(n));
            }
          }
          return true;
        });
  }

  /** The oldest message for a channel. */
  Optional<Waiting> next(String channel) throws IOException {
    return work(
        c -> {
          String sql =
              "SELECT n, created, json FROM outbox WHERE channel=? AND aside IS NULL"
                  + " ORDER BY n LIMIT 1";
          try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(1, channel);
            ResultSet r = s.executeQuery();
            if (!r.next()) {
              return Optional.empty();
            }
            Notice notice = JSON.readValue(r.getString(3), Notice.class);
            return Optional.of(new Waiting(r.getLong(1), r.getLong(2), notice));
          }
        });
  }

  /** The other side has it. */
  void sent(String channel, long number, long now) throws IOException {
    work(
        c -> {
          update(c, "DELETE FROM outbox WHERE n=?", number);
          String sql =
              "INSERT INTO channel VALUES (?,1,?) ON CONFLICT (name)"
                  + " DO UPDATE SET sent=sent+1, last=excluded.last";
          return update(c, sql, channel, now);
        });
  }

  /** It will not be tried again; kept for a week to be looked at. */
  void aside(long number, String why, long now) throws IOException {
    work(
        c -> {
          update(
              c, "DELETE FROM outbox WHERE aside IS NOT NULL AND created<?", now - 7 * 86_400_000L);
          return update(c, "UPDATE outbox SET aside=? WHERE n=?", why, number);
        });
  }

  /** By channel; those of which nothing is known are left out. */
  Map<String, Count> counts() throws IOException {
    return work(
        c -> {
          Map<String, Count> all = new LinkedHashMap<>();
          String sql =
              "SELECT name, SUM(w), SUM(a), SUM(s), MAX(l) FROM (SELECT channel AS name,"
                  + " aside IS NULL AS w, aside IS NOT NULL AS a, 0 AS s, NULL AS l FROM outbox"
                  + " UNION ALL SELECT name, 0, 0, sent, last FROM channel) GROUP BY name";
          try (Statement s = c.createStatement()) {
            ResultSet r = s.executeQuery(sql);
            while (r.next()) {
              long last = r.getLong(5);
              Long lastSent = r.wasNull() ? null : Long.valueOf(last);
              all.put(
                  r.getString(1), new Count(r.getLong(2), r.getLong(3), r.getLong(4), lastSent));
            }
          }
          return all;
        });
  }

  private static boolean update(Connection c, String sql, Object... values) throws SQLException {
    try (PreparedStatement s = c.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      return s.executeUpdate() > 0;
    }
  }

  private static String text(Object facts) throws JsonProcessingException {
    return JSON.writeValueAsString(facts);
  }

  @Override
  public synchronized void close() {
    discard();
  }
}
