package io.gemba.agent.core.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a SQLite file that SQLite refuses, with those of its log in front of them
 * (sqlite.org/fileformat2.html). Trusts nothing. Used by one thread.
 */
final class RawPages implements Closeable {
  private static final int LOG_HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final int MOST_PAGES = 1 << 24;

  private final FileChannel database;
  private final @Nullable FileChannel log;
  private final Map<Integer, Long> newest = new HashMap<>();
  private final int pageSize;
  private final int count;

  /** Opens the file, and its log where that is wanted and there. */
  RawPages(Path file, int pageSize, boolean withLog) throws IOException {
    Path logFile = file.resolveSibling(file.getFileName() + "-wal");
    this.pageSize = pageSize;
    database = FileChannel.open(file, StandardOpenOption.READ);
    log =
        withLog && Files.exists(logFile)
            ? FileChannel.open(logFile, StandardOpenOption.READ)
            : null;
    int pages = (int) Math.min(Integer.MAX_VALUE - 1, (database.size() + pageSize - 1) / pageSize);
    count = Math.max(pages, readLog());
  }

  /** Finds the newest frame of each page; the highest page number. */
  private int readLog() throws IOException {
    FileChannel frames = log;
    if (frames == null) {
      return 0;
    }
    ByteBuffer header = read(frames, 0, LOG_HEADER);
    int highest = 0;
    for (long at = LOG_HEADER;
        at + FRAME_HEADER + pageSize <= frames.size();
        at += FRAME_HEADER + pageSize) {
      ByteBuffer frame = read(frames, at, FRAME_HEADER);
      int page = frame.getInt(0);
      if (page > 0 && page <= MOST_PAGES && frame.getLong(8) == header.getLong(16)) {
        newest.put(page, at + FRAME_HEADER);
        highest = Math.max(highest, page);
      }
    }
    return highest;
  }

  int pageSize() {
    return pageSize;
  }

  /** The highest page number; the first page is 1. */
  int count() {
    return count;
  }

  /** The page, zeros where the file ends; null when there is none of that number or it fails. */
  @Nullable ByteBuffer page(int number) {
    if (number < 1 || number > count) {
      return null;
    }
    Long frame = newest.get(number);
    FileChannel frames = log;
    try {
      return frame != null && frames != null
          ? read(frames, frame, pageSize)
          : read(database, (number - 1L) * pageSize, pageSize);
    } catch (IOException _) {
      return null; // a bad block of the disk: the other pages may be there
    }
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    int got = 0;
    while (buffer.hasRemaining() && got >= 0) {
      got = channel.read(buffer, position + buffer.position());
    }
    return buffer.clear();
  }

  @Override
  public void close() throws IOException {
    database.close();
    if (log != null) {
      log.close();
    }
  }
}
