package io.gemba.cloud.console.history;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.board.Completeness;
import io.gemba.cloud.console.config.StorageConfig.Database;
import io.gemba.cloud.console.config.StorageConfig.Retention;
import io.gemba.cloud.console.wire.LineKey;
import io.gemba.cloud.console.wire.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * History in PostgreSQL, which several consoles may share. Three connections of its own, for the
 * writer, for readers and for the keeper, each used by one thread at a time: none waits for
 * another.
 */
final class PgStore implements Store {
  private static final long LINGER_MS = 150;

  private final Path identityFile;
  private final Connection writing;
  private final Connection reading;
  private final Connection keeping;
  private final PgWriter writer;
  private final PgKeeper keeper;

  private PgStore(
      Path identityFile, List<Connection> connections, ConsoleClock clock, Retention retention)
      throws SQLException {
    this.identityFile = identityFile;
    writing = connections.get(0);
    reading = connections.get(1);
    keeping = connections.get(2);
    PgSchema.prepare(writing);
    PgPartitions partitions = new PgPartitions(writing, clock, retention);
    writer = new PgWriter(writing, partitions, clock, retention);
    keeper = new PgKeeper(keeping, retention);
  }

  /** Connects, and makes the tables when there are none. */
  static PgStore open(Database database, Path identityFile, ConsoleClock clock, Retention retention)
      throws SQLException {
    List<Connection> connections = PgConnect.open(database, 3);
    try {
      return new PgStore(identityFile, connections, clock, retention);
    } catch (SQLException e) {
      for (Connection connection : connections) {
        connection.close();
      }
      throw e;
    }
  }

  @Override
  public Written write(List<? extends Statement> messages) throws SQLException {
    synchronized (writing) {
      return writer.write(messages);
    }
  }

  @Override
  public void read(
      LineKey line, String device, String point, long from, long to, boolean before, Rows rows)
      throws SQLException {
    synchronized (reading) {
      new SampleReader(reading, Tables.POSTGRESQL)
          .read(line, device, point, from, to, before, rows);
    }
  }

  @Override
  public void trend(LineKey line, String device, String point, Trend trend) throws SQLException {
    synchronized (reading) {
      new TrendReader(reading, Tables.POSTGRESQL).read(line, device, point, trend);
    }
  }

  @Override
  public boolean condense(long now) throws SQLException {
    synchronized (keeping) {
      return keeper.condense(now);
    }
  }

  @Override
  public boolean forget(long now) throws SQLException {
    synchronized (keeping) {
      return keeper.forget(now);
    }
  }

  @Override
  public Map<String, Completeness> completeness() throws SQLException {
    synchronized (reading) {
      return PgCompleteness.read(reading);
    }
  }

  /** In a file of this console's own: the database may belong to several. */
  @Override
  public String identity() throws SQLException {
    try {
      if (Files.exists(identityFile)) {
        return Files.readString(identityFile).strip();
      }
      String made = UUID.randomUUID().toString().substring(0, 13);
      Files.writeString(identityFile, made + "\n");
      return made;
    } catch (IOException e) {
      throw new SQLException(identityFile + " cannot be read or written: " + e.getMessage(), e);
    }
  }

  @Override
  public long lingerMs() {
    return LINGER_MS;
  }

  /** Without the locks: a thread that waits for the server is to be woken, not waited for. */
  @Override
  public void close() throws SQLException {
    try (writing;
        reading;
        keeping) {
      // closed in turn, whatever the others do
    }
  }
}
