package io.gemba.cloud.console.history;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.board.Completeness;
import io.gemba.cloud.console.wire.LineKey;
import io.gemba.cloud.console.wire.Statement;
import io.gemba.cloud.console.wire.Statement.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that was ever said, on disk.
 *
 * <p>A message is acknowledged to its broker after the commit that holds it, so nothing the broker
 * has forgotten is lost by a crash or a power cut. When the disk cannot be written the queue fills,
 * nothing is acknowledged, and the broker keeps what comes; only messages sent without
 * acknowledgement (QoS 0) can then be dropped, and they are counted. Times are in ms.
 *
 * <p>{@link #offer} may be called by any thread, reads by platform threads only (JDBC pins); one
 * thread writes.
 */
public final class History implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(History.class);
  private static final int QUEUE = 2_000;
  private static final int BATCH = 500;
  private static final long PATIENCE_MS = 5_000;
  private static final long RETRY_MS = 2_000;
  private static final long RETENTION_EVERY_MS = 60_000;
  private static final int FORGET_AT_ONCE = 2_000;

  private final Path file;
  private final ConsoleClock clock;
  private final Duration keep;
  private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Object lock = new Object();
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;
  private @Nullable SampleStore store;
  private volatile @Nullable String problem;
  private volatile Map<String, Completeness> completeness = Map.of();
  private volatile boolean closing;
  private long nextRetention;

  private record Entry(Statement statement, Runnable acknowledge) {}

  private History(Path file, ConsoleClock clock, Duration keep, SampleStore store) {
    this.file = file;
    this.clock = clock;
    this.keep = keep;
    this.store = store;
    this.completeness = store.completeness();
    this.writer = Thread.ofPlatform().name("console-history").daemon().unstarted(this::run);
  }

  /** Opens the history in a folder, which is made when missing, and starts its writer. */
  public static History open(Path directory, ConsoleClock clock, Duration keep) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("console.db");
    try {
      History history = new History(file, clock, keep, new SampleStore(file));
      history.writer.start();
      return history;
    } catch (SQLException e) {
      throw new IOException(
          "the history "
              + file
              + " cannot be opened: "
              + e.getMessage()
              + " — is another console using it, or is the disk full?",
          e);
    }
  }

  /** A name made once for this history. */
  public String identity() throws IOException {
    synchronized (lock) {
      try {
        return open().identity();
      } catch (SQLException e) {
        throw failed(e);
      }
    }
  }

  /**
   * Hands over a batch, a gap record, a set clock or a silence; {@code acknowledge} runs once it is
   * on the disk. Waits up to five seconds when the queue is full; a message that still finds no
   * room is counted as dropped and never acknowledged.
   */
  public void offer(Statement statement, Runnable acknowledge) throws InterruptedException {
    if (!queue.offer(new Entry(statement, acknowledge), PATIENCE_MS, TimeUnit.MILLISECONDS)) {
      dropped.addAndGet(statement instanceof Batch b ? b.samples().size() : 1);
    }
  }

  private void run() {
    List<Entry> entries = new ArrayList<>();
    while (!closing || !queue.isEmpty() || !entries.isEmpty()) {
      try {
        if (entries.isEmpty()) {
          Entry first = queue.poll(250, TimeUnit.MILLISECONDS);
          if (first != null) {
            entries.add(first);
            queue.drainTo(entries, BATCH - 1);
          }
        }
        if (!commit(entries) && closing) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Whether the entries are on disk; if not they stay in the list for the next try. */
  private boolean commit(List<Entry> entries) throws InterruptedException {
    try {
      write(entries);
      entries.forEach(e -> e.acknowledge().run());
      entries.clear();
      if (problem != null) {
        log.info("History can be written again: {}", file);
        problem = null;
      }
      return true;
    } catch (SQLException e) {
      discardStore();
      String text = "history cannot be written: " + e.getMessage() + " — check the disk of " + file;
      if (problem == null) {
        log.error("{}. Nothing is acknowledged to the brokers until it can.", text);
      }
      problem = text;
      Thread.sleep(RETRY_MS);
      return false;
    }
  }

  private void write(List<Entry> entries) throws SQLException {
    synchronized (lock) {
      SampleStore open = open();
      if (!entries.isEmpty()) {
        SampleStore.Written written = open.write(entries.stream().map(Entry::statement).toList());
        stored.addAndGet(written.stored());
        duplicates.addAndGet(written.duplicates());
        completeness = open.completeness();
      }
      if (clock.tickMs() >= nextRetention) {
        int removed = open.forget(clock.wallMs() - keep.toMillis(), FORGET_AT_ONCE);
        nextRetention = removed >= FORGET_AT_ONCE ? 0 : clock.tickMs() + RETENTION_EVERY_MS;
      }
    }
  }

  private SampleStore open() throws SQLException {
    SampleStore open = store;
    if (open == null) {
      open = new SampleStore(file);
      store = open;
      completeness = open.completeness();
    }
    return open;
  }

  private void discardStore() {
    synchronized (lock) {
      try {
        if (store != null) {
          store.close();
        }
      } catch (SQLException e) {
        log.debug("Closing a broken history: {}", e.getMessage());
      }
      store = null;
    }
  }

  /** Fills a trend with the samples of {@code device/point} of a line. */
  public Trend trend(LineKey line, String devicePoint, Trend trend) throws IOException {
    int slash = devicePoint.indexOf('/');
    if (slash <= 0) {
      return trend;
    }
    synchronized (lock) {
      try {
        String device = devicePoint.substring(0, slash);
        String point = devicePoint.substring(slash + 1);
        open().reader().read(line, device, point, trend.from(), trend.to(), false, trend);
        return trend;
      } catch (SQLException e) {
        throw failed(e);
      }
    }
  }

  /** What a line did between two moments, ms since the epoch. */
  public LineLog lineLog(LineKey line, long from, long to) throws IOException {
    LineLog lineLog = new LineLog();
    String device = "line-" + line.area() + "-" + line.line();
    synchronized (lock) {
      try {
        SampleReader reader = open().reader();
        for (String point : List.of("state", "cause", "stop", "reason", "counts", "shift")) {
          boolean holds = point.equals("state") || point.equals("cause");
          reader.read(line, device, point, from, to, holds, lineLog.rows(point));
        }
        return lineLog;
      } catch (SQLException e) {
        throw failed(e);
      }
    }
  }

  private IOException failed(SQLException e) {
    discardStore();
    return new IOException("the history cannot be read: " + e.getMessage(), e);
  }

  /** How complete a journal is. */
  public Completeness completeness(String journal) {
    return completeness.getOrDefault(journal, Completeness.NONE);
  }

  /** Counters and the present problem. */
  public HistoryHealth health() {
    return new HistoryHealth(stored.get(), duplicates.get(), dropped.get(), queue.size(), problem);
  }

  /** Writes what is waiting, unless the disk refuses, and closes the file. */
  @Override
  public void close() {
    closing = true;
    try {
      writer.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    discardStore();
  }
}
