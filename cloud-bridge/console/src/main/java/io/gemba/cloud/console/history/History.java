package io.gemba.cloud.console.history;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.board.Completeness;
import io.gemba.cloud.console.config.StorageConfig;
import io.gemba.cloud.console.wire.LineKey;
import io.gemba.cloud.console.wire.Statement;
import io.gemba.cloud.console.wire.Statement.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
 * thread writes, another condenses and removes.
 */
public final class History implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(History.class);

  /** Messages that may wait to be written. */
  public static final int QUEUE = 6_000;

  private static final int BATCH = 2_000;
  private static final long PATIENCE_MS = 5_000;
  private static final long PATIENCE_WITH_DATABASE_MS = 60_000;
  private static final long RETRY_MS = 2_000;
  private static final long COUNT_EVERY_MS = 1_000;

  private final Stores stores;
  private final ConsoleClock clock;
  private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Object lock = new Object();
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong duplicates = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;
  private final Keeper keeper;
  private volatile @Nullable Store store;
  private volatile @Nullable String problem;
  private volatile Map<String, Completeness> completeness = Map.of();
  private volatile boolean closing;
  private long nextCount;

  private record Entry(Statement statement, Runnable acknowledge) {}

  private History(Stores stores, ConsoleClock clock) throws SQLException {
    this.stores = stores;
    this.clock = clock;
    this.writer = Thread.ofPlatform().name("console-history").daemon().unstarted(this::run);
    this.keeper = new Keeper(new Kept(), clock);
    this.completeness = open().completeness();
  }

  /** Opens the history, in a folder, which is made when missing, or a database. */
  public static History open(Path directory, ConsoleClock clock, StorageConfig storage)
      throws IOException {
    Files.createDirectories(directory);
    Stores stores = new Stores(directory, storage, clock);
    try {
      History history = new History(stores, clock);
      history.writer.start();
      history.keeper.start();
      return history;
    } catch (SQLException e) {
      throw new IOException(
          "the history "
              + stores.place()
              + " cannot be opened: "
              + e.getMessage()
              + " — "
              + stores.advice(),
          e);
    }
  }

  /** What the keeper works on. */
  private final class Kept implements Keeper.Source {
    @Override
    public Store open() throws SQLException {
      return History.this.open();
    }

    @Override
    public void broken(Store broken) {
      discard(broken);
    }

    @Override
    public void looked(Store looked) throws SQLException {
      if (clock.tickMs() >= nextCount) {
        nextCount = clock.tickMs() + COUNT_EVERY_MS;
        completeness = looked.completeness();
      }
    }
  }

  /** A name made once for this console. */
  public String identity() throws IOException {
    return read(Store::identity);
  }

  /**
   * Hands over a batch, a gap record, a set clock or a silence; {@code acknowledge} runs once it is
   * on the disk. Waits up to five seconds when the queue is full, or a minute where nothing but
   * storing waits with it; a message that still finds no room is counted as dropped and never
   * acknowledged.
   *
   * @return whether there was room
   */
  public boolean offer(Statement statement, Runnable acknowledge) throws InterruptedException {
    long patience = stores.storage().database() == null ? PATIENCE_MS : PATIENCE_WITH_DATABASE_MS;
    boolean room = queue.offer(new Entry(statement, acknowledge), patience, TimeUnit.MILLISECONDS);
    if (!room) {
      dropped.addAndGet(statement instanceof Batch b ? b.samples().size() : 1);
    }
    return room;
  }

  private void run() {
    List<Entry> entries = new ArrayList<>();
    while (!closing || !queue.isEmpty() || !entries.isEmpty()) {
      try {
        if (entries.isEmpty()) {
          Entry first = queue.poll(250, TimeUnit.MILLISECONDS);
          if (first != null) {
            entries.add(first);
            linger();
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

  /** Big transactions cost less a sample; a page shows what is now without waiting for them. */
  private void linger() throws InterruptedException {
    Store open = store;
    if (open != null && !closing && open.lingerMs() > 0) {
      Thread.sleep(open.lingerMs());
    }
  }

  /** Whether the entries are on disk; if not they stay in the list for the next try. */
  private boolean commit(List<Entry> entries) throws InterruptedException {
    Store open = null;
    try {
      open = open();
      if (!entries.isEmpty()) {
        write(open, entries);
        entries.forEach(History::acknowledge);
        entries.clear();
      }
      if (problem != null) {
        log.info("History can be written again: {}", stores.place());
        problem = null;
      }
      return true;
    } catch (SQLException e) {
      discard(open);
      String text = "history cannot be written: " + e.getMessage() + " — check " + stores.place();
      if (problem == null) {
        log.error("{}. Nothing is acknowledged to the brokers until it can.", text);
      }
      problem = text;
      Thread.sleep(RETRY_MS);
      return false;
    }
  }

  /** What is stored is stored: an acknowledgement that fails makes the broker send it again. */
  private static void acknowledge(Entry entry) {
    try {
      entry.acknowledge().run();
    } catch (RuntimeException e) {
      log.debug("Acknowledging: {}", e.toString());
    }
  }

  private void write(Store open, List<Entry> entries) throws SQLException {
    Store.Written written = open.write(entries.stream().map(Entry::statement).toList());
    stored.addAndGet(written.stored());
    duplicates.addAndGet(written.duplicates());
    if (open.lingerMs() == 0) {
      completeness = open.completeness();
    }
  }

  private Store open() throws SQLException {
    synchronized (lock) {
      Store open = store;
      if (open == null) {
        open = stores.open();
        store = open;
      }
      return open;
    }
  }

  private void discard(@Nullable Store broken) {
    synchronized (lock) {
      if (broken != null && broken == store) {
        store = null;
      }
    }
    try {
      if (broken != null) {
        broken.close();
      }
    } catch (SQLException e) {
      log.debug("Closing a broken history: {}", e.getMessage());
    }
  }

  /** Fills a trend of {@code device/point} of a line, from the level that fits its span. */
  public Trend trend(LineKey line, String devicePoint, Trend trend) throws IOException {
    int slash = devicePoint.indexOf('/');
    if (slash <= 0) {
      return trend;
    }
    String device = devicePoint.substring(0, slash);
    String point = devicePoint.substring(slash + 1);
    return read(
        open -> {
          open.trend(line, device, point, trend);
          return trend;
        });
  }

  /** What a line did between two moments, ms since the epoch. */
  public LineLog lineLog(LineKey line, long from, long to) throws IOException {
    LineLog lineLog = new LineLog();
    String device = "line-" + line.area() + "-" + line.line();
    return read(
        open -> {
          for (String point : List.of("state", "cause", "stop", "reason", "counts", "shift")) {
            boolean holds = point.equals("state") || point.equals("cause");
            open.read(line, device, point, from, to, holds, lineLog.rows(point));
          }
          return lineLog;
        });
  }

  private interface Reading<T> {
    T from(Store store) throws SQLException;
  }

  private <T> T read(Reading<T> reading) throws IOException {
    Store open = null;
    try {
      open = open();
      return reading.from(open);
    } catch (SQLException e) {
      discard(open);
      throw new IOException("the history cannot be read: " + e.getMessage(), e);
    }
  }

  /** How complete a journal is. */
  public Completeness completeness(String journal) {
    return completeness.getOrDefault(journal, Completeness.NONE);
  }

  /** Counters and the present problem. */
  public HistoryHealth health() {
    return new HistoryHealth(stored.get(), duplicates.get(), dropped.get(), queue.size(), problem);
  }

  /** Writes what is waiting, unless the disk refuses, and closes it. */
  @Override
  public void close() {
    closing = true;
    try {
      writer.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keeper.close();
    discard(store);
  }
}
