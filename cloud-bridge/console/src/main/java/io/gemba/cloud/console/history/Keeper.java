package io.gemba.cloud.console.history;

import io.gemba.cloud.console.ConsoleClock;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Condenses and removes beside the writer, in small steps, never more than half of the time. Owns
 * one thread.
 */
final class Keeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Keeper.class);
  private static final long IDLE_MS = 250;
  private static final long RETRY_MS = 5_000;
  private static final long RETENTION_EVERY_MS = 60_000;

  /** Gives the store that is open, or opens one. */
  interface Source {
    Store open() throws SQLException;

    /** What it gave is of no more use. */
    void broken(Store store);

    /** Looked at all of it; a chance to count what other consoles have written. */
    void looked(Store store) throws SQLException;
  }

  private final Source source;
  private final ConsoleClock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private long nextRetention;
  private boolean failing;

  Keeper(Source source, ConsoleClock clock) {
    this.source = source;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("console-keeper").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      long pause = 0;
      while (!closing.await(pause, TimeUnit.MILLISECONDS)) {
        long began = clock.tickMs();
        boolean more = step();
        pause = failing ? RETRY_MS : more ? Math.min(IDLE_MS, clock.tickMs() - began) : IDLE_MS;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean step() {
    Store store = null;
    try {
      store = source.open();
      boolean more = store.condense(clock.wallMs());
      if (clock.tickMs() >= nextRetention) {
        boolean moreToForget = store.forget(clock.wallMs());
        nextRetention = moreToForget ? 0 : clock.tickMs() + RETENTION_EVERY_MS;
        more |= moreToForget;
      }
      source.looked(store);
      failing = false;
      return more;
    } catch (SQLException e) {
      if (!failing) {
        log.warn("History cannot be condensed: {}. It is tried again.", e.getMessage());
      }
      failing = true;
      if (store != null) {
        source.broken(store);
      }
      return false;
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
