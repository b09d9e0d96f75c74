package io.gemba.cloud.console.users;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Opens a connection to the database of the accounts, its tables made. */
@FunctionalInterface
public interface Connections {
  /** A connection nobody else uses. */
  Connection open() throws SQLException;

  /**
   * A SQLite file of its own beside the history, because the history is locked for good while the
   * console runs and the command line must be able to add accounts then. A rollback journal, not
   * WAL: the file is small, and two programs share it.
   */
  static Connections sqlite(Path file) {
    return () -> {
      try {
        create(file);
      } catch (IOException e) {
        throw new SQLException("cannot make " + file + ": " + e.getMessage(), e);
      }
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (Statement s = connection.createStatement()) {
        s.execute("PRAGMA busy_timeout=5000");
        s.execute("PRAGMA synchronous=FULL");
        Tables.make(s);
        Tables.onlyGrows(s);
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    };
  }

  /** Readable by its owner alone; of the folder's owner also when root was first to need it. */
  private static void create(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.exists(file)) {
      return;
    }
    Files.createDirectories(folder);
    if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null) {
      Files.createFile(file);
      return;
    }
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    if (!Files.getOwner(file).equals(Files.getOwner(folder))) {
      Files.setOwner(file, Files.getOwner(folder));
    }
  }
}
