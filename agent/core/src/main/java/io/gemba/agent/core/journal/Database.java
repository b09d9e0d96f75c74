package io.gemba.agent.core.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One exclusive connection to a SQLite file, with its settings and its statements. Used by one
 * thread at a time.
 */
final class Database implements AutoCloseable {
  private static final int BUSY_TIMEOUT_MS = 2_000;

  private final Path file;
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private @Nullable FileChannel log;

  private Database(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** Turns a row into something. */
  @FunctionalInterface
  interface RowReader {
    /** Reads the current row. */
    void read(ResultSet row) throws SQLException, JournalException;
  }

  static Database open(Path file, Tuning tuning) throws SQLException {
    Database database =
        new Database(file, DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath()));
    try {
      database.pragma("busy_timeout=" + BUSY_TIMEOUT_MS);
      // Before WAL: keeps the WAL index in memory instead of a mapped file, which dies of SIGBUS
      // on a full disk; and no second agent gets in.
      database.pragma("locking_mode=EXCLUSIVE");
      database.pragma("page_size=" + tuning.pageSize());
      database.pragma("journal_mode=WAL");
      database.pragma("synchronous=FULL");
      database.pragma(
          "wal_autocheckpoint=" + tuning.checkpointBytes() / database.number("PRAGMA page_size"));
      database.pragma("cache_size=-2000");
      database.pragma("temp_store=MEMORY");
      database.execute("BEGIN IMMEDIATE"); // takes the lock now, not at the first commit
      database.execute("COMMIT");
      // Each commit is flushed by commit(): SQLite would flush the file's times too (fsync), which
      // doubles what a journalling file system writes. It still flushes around a checkpoint.
      database.pragma("synchronous=NORMAL");
      database.log = database.openLog();
      return database;
    } catch (SQLException e) {
      database.close();
      throw e;
    }
  }

  /** The log, to flush it; closing it gives up no lock, for SQLite has its locks elsewhere. */
  private FileChannel openLog() throws SQLException {
    try {
      return FileChannel.open(
          file.resolveSibling(file.getFileName() + "-wal"),
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE);
    } catch (IOException e) {
      throw new SQLException(String.valueOf(e.getMessage()), "", DatabaseErrors.IOERR, e);
    }
  }

  /** Commits; durable when it returns. When it throws, it may be durable all the same. */
  void commit() throws SQLException {
    execute("COMMIT");
    FileChannel flushed = log;
    if (flushed == null) {
      return;
    }
    try {
      flushed.force(false);
    } catch (IOException e) {
      throw new SQLException(
          "flush: " + e.getMessage(), "", DatabaseErrors.IOERR, e); // as SQLite's own would
    }
  }

  /**
   * Brings everything into the database itself and empties the log. After a flush that failed the
   * kernel calls pages clean that never reached the disk: what follows them in the log would be
   * lost with them at the next power cut.
   */
  void emptyLog() throws SQLException {
    pragma("wal_checkpoint(TRUNCATE)");
  }

  Path file() {
    return file;
  }

  void pragma(String setting) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA " + setting);
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  int update(String sql, @Nullable Object... values) throws SQLException {
    return prepared(sql, values).executeUpdate();
  }

  void query(RowReader reader, String sql, Object... values) throws SQLException, JournalException {
    PreparedStatement statement = prepared(sql, values);
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
  }

  /** One number; 0 when there is no row. */
  long number(String sql, Object... values) throws SQLException {
    PreparedStatement statement = prepared(sql, values);
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /** Bytes in use; free pages inside the file do not count. */
  long bytesUsed() throws SQLException {
    return (number("PRAGMA page_count") - number("PRAGMA freelist_count"))
        * number("PRAGMA page_size");
  }

  /** Bytes of the file, free pages and what is still in the log included. */
  long bytesOfFile() throws SQLException {
    return number("PRAGMA page_count") * number("PRAGMA page_size");
  }

  /** Bytes in use, after a failure; 0 when even that cannot be read. */
  long bytesUsedIfKnown() {
    try {
      return bytesUsed();
    } catch (SQLException _) {
      return 0; // whoever asks drops more then, and the next failure says more
    }
  }

  private PreparedStatement prepared(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** Ends the connection; an open transaction is rolled back. */
  @Override
  public void close() {
    try {
      for (PreparedStatement statement : statements.values()) {
        statement.close();
      }
      connection.close();
      if (log != null) {
        log.close();
      }
    } catch (SQLException | IOException _) {
      // Nothing is lost by it: what was committed is in the file or its log.
    }
  }
}
