package io.gemba.cloud.console.history;

import io.gemba.cloud.console.config.StorageConfig.Database;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Opens connections to PostgreSQL, each with the limits that end a wait for a dead server. */
final class PgConnect {
  private PgConnect() {}

  /** So many connections without autocommit, or none. */
  static List<Connection> open(Database database, int count) throws SQLException {
    List<Connection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        connections.add(open(database));
      }
      return connections;
    } catch (SQLException e) {
      for (Connection connection : connections) {
        connection.close();
      }
      throw e;
    }
  }

  static Connection open(Database database) throws SQLException {
    URI url = database.url();
    Properties properties = new Properties();
    if (url.getUserInfo() != null) {
      properties.setProperty("user", url.getUserInfo());
    }
    if (database.passwordFile() != null) {
      properties.setProperty("password", password(database));
    }
    properties.setProperty("ApplicationName", "gemba-console");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "15");
    properties.setProperty("socketTimeout", "120");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    int port = url.getPort() < 0 ? 5432 : url.getPort();
    Connection connection =
        DriverManager.getConnection(
            "jdbc:postgresql://" + url.getHost() + ":" + port + url.getPath() + query, properties);
    connection.setAutoCommit(false);
    return connection;
  }

  private static String password(Database database) throws SQLException {
    try {
      return Files.readString(database.passwordFile()).strip();
    } catch (IOException e) {
      throw new SQLException("the password file cannot be read: " + e.getMessage(), e);
    }
  }
}
