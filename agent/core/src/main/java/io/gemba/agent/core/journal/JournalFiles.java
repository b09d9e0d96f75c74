package io.gemba.agent.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files in a journal's directory. Never opens the database itself: closing it would give up
 * SQLite's locks.
 */
final class JournalFiles {
  private static final String DATABASE = "gemba.db";
  private static final String CORRUPT = DATABASE + ".corrupt-";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path directory;

  JournalFiles(Path directory) {
    this.directory = directory;
  }

  Path database() {
    return directory.resolve(DATABASE);
  }

  private Path owner() {
    return directory.resolve("gemba.owner");
  }

  void make() throws JournalException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new JournalException(
          "journal.directory "
              + directory
              + " cannot be made ("
              + e
              + "): check who may write there",
          e);
    }
  }

  /** Notes who holds the journal, for {@link #held}. The lock itself is SQLite's. */
  void own(Instant now) {
    try {
      Files.writeString(owner(), "process " + ProcessHandle.current().pid() + " since " + now);
    } catch (IOException _) {
      // A full disk is no reason not to open: the note only makes a message better.
    }
  }

  /** Whether the note names a process that lives, so that waiting for the lock is of no use. */
  boolean isOwnerAlive() {
    String[] words = owner().toFile().exists() ? note().split(" ", 3) : new String[0];
    return words.length > 1
        && words[1].matches("\\d{1,18}")
        && ProcessHandle.of(Long.parseLong(words[1])).isPresent();
  }

  private String note() {
    try {
      return Files.readString(owner());
    } catch (IOException _) {
      return ""; // whoever holds it left no note; the message says less
    }
  }

  /** Says who holds the journal. */
  JournalException held(Exception cause) {
    String owner = isOwnerAlive() ? note() : "another program, perhaps sqlite3 or a backup";
    return new JournalException(
        "journal "
            + database()
            + " is in use by "
            + owner
            + ": only one agent may use it. Stop that one, or choose another journal.directory",
        cause);
  }

  /** Moves a damaged database and its log out of the way; where to. */
  Path setCorruptAside(Instant now) throws JournalException {
    Path target = directory.resolve(CORRUPT + STAMP.format(now));
    for (int i = 2; Files.exists(target); i++) {
      target = directory.resolve(CORRUPT + STAMP.format(now) + "-" + i);
    }
    try {
      Files.move(database(), target);
      for (String suffix : List.of("-wal", "-shm", "-journal")) {
        Path part = directory.resolve(DATABASE + suffix);
        if (Files.exists(part)) {
          Files.move(part, directory.resolve(target.getFileName() + suffix));
        }
      }
      Flushed.names(directory.toAbsolutePath());
      return target;
    } catch (IOException e) {
      throw new JournalException(
          "journal " + database() + " is damaged and cannot be moved: " + e, e);
    }
  }

  /** Databases that were found corrupt, oldest first. */
  List<Path> corrupt() throws JournalException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(CORRUPT))
          .filter(file -> !file.toString().matches(".*-(wal|shm|journal)"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new JournalException("journal.directory " + directory + " cannot be read: " + e, e);
    }
  }
}
