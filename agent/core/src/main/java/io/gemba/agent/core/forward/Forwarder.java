package io.gemba.agent.core.forward;

import io.gemba.agent.core.Backoff;
import io.gemba.agent.core.config.UplinkConfig;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.Outbox;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.Session;
import io.gemba.cloud.spi.Uplink;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers one uplink's share of the journal for as long as the agent runs: opens a session,
 * delivers until it ends, waits, begins again. A dead uplink holds nobody else back. {@link #run}
 * belongs to one thread; {@link #health} may be asked from any.
 */
public final class Forwarder implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Forwarder.class);

  /** A broker that is away is cheap to ask and soon missed. */
  private static final Duration UNREACHABLE_CAP = Duration.ofSeconds(20);

  /** One that answers and says no, or hangs up again, is left in peace. */
  private static final Duration REFUSED_CAP = Duration.ofSeconds(60);

  /** Only a session that lasted so long proves that the trouble is over. */
  private static final Duration STABLE = Duration.ofSeconds(60);

  private static final Duration STATUS_EVERY = Duration.ofSeconds(30);
  private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();

  private final UplinkConfig config;
  private final Uplink uplink;
  private final Outbox outbox;
  private final Supplier<String> journal;
  private final Statements statements;
  private final Supplier<GatewayStatus> status;
  private final Backoff backoff;
  private final InstantSource clock;
  private final LongSupplier nanoTicker;
  private final Wake wake = new Wake();
  private volatile boolean stopping;
  private volatile UplinkHealth health;

  /**
   * Wires a forwarder; nothing happens before {@link #run}.
   *
   * @param journal the journal's identity; asked for every message, because a corrupt journal is
   *     replaced
   * @param status what to announce at the birth of a session and every 30 s after
   * @param backoff used by this forwarder alone
   * @param nanoTicker monotonic, in nanoseconds
   */
  public Forwarder(
      UplinkConfig config,
      Uplink uplink,
      Outbox outbox,
      Supplier<String> journal,
      Statements statements,
      Supplier<GatewayStatus> status,
      Backoff backoff,
      InstantSource clock,
      LongSupplier nanoTicker) {
    this.config = config;
    this.uplink = uplink;
    this.outbox = outbox;
    this.journal = journal;
    this.statements = statements;
    this.status = status;
    this.backoff = backoff;
    this.clock = clock;
    this.nanoTicker = nanoTicker;
    this.health = new UplinkHealth(false, clock.instant(), null, 0, 0, 0);
    statements.onStatement(wake::up);
  }

  /** Something was committed: look. Any thread; never blocks. */
  public void wake() {
    wake.up();
  }

  /** How the uplink is doing. */
  public UplinkHealth health() {
    return health;
  }

  /**
   * Asks {@link #run} to deliver what is committed within its last second, say goodbye and return.
   */
  public void stop() {
    stopping = true;
    wake.up();
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        Duration cap = oneSession();
        if (!stopping) {
          pause(backoff.next(cap));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns how long at most to wait before the next attempt. */
  private Duration oneSession() throws InterruptedException {
    try (Session session = uplink.connect(status.get())) {
      long opened = nanoTicker.getAsLong();
      connected();
      var unused = session.ended().thenRun(wake::up);
      String end = deliver(session);
      if (nanoTicker.getAsLong() - opened >= STABLE.toNanos()) {
        backoff.reset();
      }
      if (!stopping) {
        lost(end);
      }
      return REFUSED_CAP;
    } catch (Uplink.RefusedException e) {
      lost(e.getMessage());
      return REFUSED_CAP;
    } catch (IOException | JournalException e) {
      lost(e.getMessage());
      return UNREACHABLE_CAP;
    }
  }

  private String deliver(Session session) throws InterruptedException, JournalException {
    Delivering delivering =
        new Delivering(session, outbox, journal, statements, config, nanoTicker, wake);
    UplinkHealth before = health;
    long statusDue = nanoTicker.getAsLong() + STATUS_EVERY.toNanos();
    long stopBy = Long.MAX_VALUE;
    while (true) {
      long wait = delivering.step(IDLE_NANOS);
      publishHealth(before, delivering);
      String failure = delivering.failure();
      if (failure != null) {
        return failure;
      }
      if (session.ended().isDone()) {
        return session.ended().join();
      }
      long now = nanoTicker.getAsLong();
      if (stopping) {
        stopBy = Math.min(stopBy, now + IDLE_NANOS);
        if (delivering.idle() || now >= stopBy) {
          return "stopped";
        }
      }
      if (now >= statusDue) {
        statusDue = now + STATUS_EVERY.toNanos();
        delivering.sayStatus(status.get());
      }
      wake.await(Math.min(wait, Math.max(0, stopBy - now)));
    }
  }

  private void pause(Duration duration) throws InterruptedException {
    long until = nanoTicker.getAsLong() + duration.toNanos();
    for (long left = duration.toNanos();
        left > 0 && !stopping;
        left = until - nanoTicker.getAsLong()) {
      wake.await(left);
    }
  }

  private void connected() {
    log.info("uplink {}: connected, {} samples wait", config.name(), outbox.pendingSamples());
    UplinkHealth h = health;
    health =
        new UplinkHealth(true, clock.instant(), null, h.accepted(), h.setAside(), h.sessions() + 1);
  }

  private void lost(@Nullable String problem) {
    UplinkHealth h = health;
    String words = problem == null ? "unknown" : problem;
    if (h.connected() || !words.equals(h.problem())) {
      log.warn("uplink {}: {}", config.name(), words);
    }
    Instant since = h.connected() ? clock.instant() : h.since();
    health = new UplinkHealth(false, since, words, h.accepted(), h.setAside(), h.sessions());
  }

  private void publishHealth(UplinkHealth before, Delivering delivering) {
    health =
        new UplinkHealth(
            true,
            before.since(),
            null,
            before.accepted() + delivering.acceptedSamples(),
            before.setAside() + delivering.setAsideEntries(),
            before.sessions());
  }
}
