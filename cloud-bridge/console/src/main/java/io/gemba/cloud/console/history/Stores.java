package io.gemba.cloud.console.history;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.config.StorageConfig;
import io.gemba.cloud.console.config.StorageConfig.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Opens the store that the configuration asks for, as often as it breaks.
 *
 * @param directory the console's own; made when missing
 */
record Stores(Path directory, StorageConfig storage, ConsoleClock clock) {

  Store open() throws SQLException {
    Database database = storage.database();
    if (database == null) {
      return new SqliteStore(file(), clock, storage.retention());
    }
    try {
      Files.createDirectories(directory);
      return PgStore.open(database, directory.resolve("identity"), clock, storage.retention());
    } catch (IOException e) {
      throw new SQLException(e.getMessage(), e);
    }
  }

  /** Where it is, for people. */
  String place() {
    Database database = storage.database();
    return database == null ? file().toString() : database.url().toString();
  }

  /** What to look at when it fails, for people. */
  String advice() {
    return storage.database() == null
        ? "is another console using it, or is the disk full?"
        : "does the server run, may this user log in, and may it make tables?";
  }

  private Path file() {
    return directory.resolve("console.db");
  }
}
