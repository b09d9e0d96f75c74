package io.gemba.agent.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** SQLite's result codes in a technician's words. */
final class DatabaseErrors {
  static final int CORRUPT = 11;
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  static final int IOERR = 10;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int NOTADB = 26;

  private DatabaseErrors() {}

  static boolean isFull(SQLException e) {
    return code(e) == FULL;
  }

  static boolean isFull(JournalException e) {
    return e.getCause() instanceof SQLException cause && isFull(cause);
  }

  static boolean isHeld(SQLException e) {
    return code(e) == BUSY || code(e) == LOCKED;
  }

  static boolean isCorrupt(SQLException e) {
    return code(e) == CORRUPT || code(e) == NOTADB;
  }

  private static int code(SQLException e) {
    return e.getErrorCode() & 0xFF;
  }

  private static boolean isReadOnly(Path file) {
    Path probe = file.resolveSibling("gemba.probe");
    try {
      Files.write(probe, new byte[0]);
      Files.delete(probe);
      return false;
    } catch (IOException e) {
      return String.valueOf(e.getMessage()).contains("Read-only");
    }
  }

  static JournalException explain(Path file, SQLException e) {
    int code = code(e);
    if (code == IOERR && isReadOnly(file)) {
      code = READONLY; // SQLite cannot lock what it may not write, and calls that an I/O error
    }
    String what =
        switch (code) {
          case FULL -> "the disk is full: make room; until then journal.when-full decides";
          case IOERR -> "the disk reports an error (" + e.getMessage() + "): check it with dmesg";
          case READONLY -> "it is read-only: check the mount and the owner of the folder";
          case CANTOPEN -> "it cannot be opened: check that the folder exists and who may write it";
          case CORRUPT, NOTADB -> "it is damaged (" + e.getMessage() + ")";
          default -> String.valueOf(e.getMessage());
        };
    return new JournalException("journal " + file + ": " + what, e);
  }
}
