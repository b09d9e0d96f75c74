package io.gemba.agent.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that only takes up room, given up when the disk is full: deleting the oldest entries needs
 * room too, first in the log and then in the database when the log is copied. Without it a full
 * disk could hold a journal fast until somebody else deletes something. Guarded by the journal's
 * lock.
 */
final class Reserve {
  /** Bytes: what the log holds between two checkpoints, twice (see {@link Tuning}). */
  static final long BYTES = 8L << 20;

  private static final int CHUNK = 1 << 20;

  private final Path directory;
  private boolean kept;
  private long bytesWritten;

  Reserve(Path directory) {
    this.directory = directory;
  }

  private Path file() {
    return directory.resolve("gemba.reserve");
  }

  /** Bytes the disk has left; everything when it cannot be asked. */
  long usable() {
    long usable = directory.toFile().getUsableSpace();
    return usable == 0 && directory.toFile().getTotalSpace() == 0 ? Long.MAX_VALUE : usable;
  }

  /** Makes it where it is missing and twice its room is left after it. */
  void keep() {
    if (kept || Files.exists(file()) || usable() < 3 * BYTES) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK); // real bytes: holes take no room
      for (long written = 0; written < BYTES; ) {
        int chunk = channel.write(zeros.rewind());
        written += chunk;
        bytesWritten += chunk;
      }
      kept = true; // not flushed: its room is taken either way, and its bytes mean nothing
    } catch (IOException _) {
      giveUp(); // the disk has no room for it after all, or the next commit says what it has
    }
  }

  /** Bytes written to make it, ever: what no sample causes. */
  long bytesWritten() {
    return bytesWritten;
  }

  /** Gives its room to the journal; false when there was none. */
  boolean giveUp() {
    kept = false;
    try {
      return Files.deleteIfExists(file());
    } catch (IOException _) {
      return false;
    }
  }
}
