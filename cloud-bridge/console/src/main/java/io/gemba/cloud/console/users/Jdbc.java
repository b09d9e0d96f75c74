package io.gemba.cloud.console.users;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection, one caller at a time, thrown away after any error. Platform threads only. */
final class Jdbc implements AutoCloseable {
  private final Connections connections;
  private @Nullable Connection connection;

  Jdbc(Connections connections) {
    this.connections = connections;
  }

  /** What is done with a connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** What is made of a row. */
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  synchronized <T> T with(Work<T> work) {
    try {
      Connection open = connection == null ? connections.open() : connection;
      connection = open;
      return work.on(open);
    } catch (SQLException e) {
      close();
      throw new StoreException(
          "the accounts cannot be read or written: "
              + e.getMessage()
              + " — check the disk and who owns the file",
          e);
    }
  }

  /** All of it or nothing. */
  <T> T together(Work<T> work) {
    return with(
        c -> {
          c.setAutoCommit(false);
          T done = work.on(c);
          c.commit();
          c.setAutoCommit(true);
          return done;
        });
  }

  int change(String sql, Object... values) {
    return with(
        c -> {
          try (PreparedStatement s = filled(c, sql, values)) {
            return s.executeUpdate();
          }
        });
  }

  <T> List<T> rows(String sql, Row<T> row, Object... values) {
    return with(
        c -> {
          List<T> rows = new ArrayList<>();
          try (PreparedStatement s = filled(c, sql, values);
              ResultSet found = s.executeQuery()) {
            while (found.next()) {
              rows.add(row.of(found));
            }
          }
          return rows;
        });
  }

  static PreparedStatement filled(Connection c, String sql, Object... values) throws SQLException {
    PreparedStatement s = c.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      s.setObject(i + 1, values[i]);
    }
    return s;
  }

  /** An open transaction goes back with its connection. */
  @Override
  public synchronized void close() {
    Connection open = connection;
    connection = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (SQLException e) {
      // It was of no more use.
    }
  }
}
