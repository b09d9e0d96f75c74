package io.gemba.agent.app.page;

import io.gemba.agent.app.status.AgentStatus;
import io.gemba.hal.spi.TrustKeeper;
import io.gemba.hal.spi.TrustKeeper.Shown;
import io.gemba.hal.spi.TrustKeeper.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the agent for its status at most once a second, however many look, on one platform thread:
 * the journal must not be asked from virtual ones. A journal that does not answer makes nobody wait
 * for more than a moment, and the status says so. Safe for several threads.
 */
final class Snapshots implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Snapshots.class);
  private static final long FRESH_NANOS = 900_000_000;

  private final PageSource source;
  private final LongSupplier ticker;
  private final Duration patience;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().name("page-status").daemon().unstarted(task));
  private @Nullable Future<Snapshot> asked;
  private @Nullable Snapshot newest;
  private long newestAt;

  /**
   * What is known at a moment.
   *
   * @param certificates what servers showed
   * @param certificateProblem why they cannot be read, or null
   */
  record Snapshot(
      AgentStatus status, List<Shown> certificates, @Nullable String certificateProblem) {

    /** How many need a decision. */
    long waiting() {
      return certificates.stream().filter(Snapshots::waits).count();
    }
  }

  Snapshots(PageSource source, LongSupplier nanoTicker, Duration patience) {
    this.source = source;
    this.ticker = nanoTicker;
    this.patience = patience;
  }

  static boolean waits(Shown shown) {
    return shown.state() == State.PENDING || shown.state() == State.CHANGED;
  }

  /** Not older than a second, unless the journal does not answer. */
  Snapshot now() {
    Future<Snapshot> running;
    synchronized (this) {
      if (newest != null && ticker.getAsLong() - newestAt < FRESH_NANOS) {
        return newest;
      }
      if (asked == null) {
        asked = thread.submit(this::ask);
      }
      running = asked;
    }
    try {
      return running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return without(
          "the journal has not answered for "
              + patience.toSeconds()
              + " s: the disk is slow or failing; see 'gemba doctor'");
    } catch (ExecutionException e) {
      synchronized (this) {
        asked = null;
      }
      log.error("page: the status cannot be had", e.getCause());
      return without("the status cannot be had: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return without("the agent is stopping");
    }
  }

  private Snapshot without(String problem) {
    return new Snapshot(source.withoutJournal(problem), List.of(), null);
  }

  private Snapshot ask() {
    List<TrustKeeper.Shown> certificates = List.of();
    String problem = null;
    try {
      certificates = source.certificates();
    } catch (IOException e) {
      problem = e.getMessage() == null ? e.toString() : e.getMessage();
    }
    Snapshot snapshot = new Snapshot(source.status(), certificates, problem);
    synchronized (this) {
      newest = snapshot;
      newestAt = ticker.getAsLong();
      asked = null;
    }
    return snapshot;
  }

  /** Something was decided: the next look is a new one. */
  synchronized void stale() {
    newest = null;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
