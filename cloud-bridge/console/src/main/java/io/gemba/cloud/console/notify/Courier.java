package io.gemba.cloud.console.notify;

import io.gemba.cloud.console.ConsoleClock;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers one channel's messages in their order, each until it is taken. A channel that is away is
 * tried for ever less often, up to every five minutes; after a day a message is set aside, for
 * nobody is helped by yesterday's alarm. Owns one thread.
 */
final class Courier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Courier.class);
  private static final long FIRST_MS = 5_000;
  private static final long MOST_MS = 300_000;
  private static final long OLD_MS = 86_400_000;
  private static final int REFUSALS = 3;
  private static final long LOOK_MS = 250;

  private final String name;
  private final Channel channel;
  private final Wording wording;
  private final Ledger ledger;
  private final ConsoleClock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable String problem;
  private long notBefore;
  private long wait = FIRST_MS;
  private int refused;

  Courier(String name, Channel channel, Wording wording, Ledger ledger, ConsoleClock clock) {
    this.name = name;
    this.channel = channel;
    this.wording = wording;
    this.ledger = ledger;
    this.clock = clock;
    this.notBefore = clock.tickMs();
    this.thread = Thread.ofPlatform().name("console-notify-" + name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Why the last attempt did not succeed; null when it did. */
  @Nullable String problem() {
    return problem;
  }

  private void run() {
    try {
      while (!closing.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Delivers what may be delivered now. */
  void step() throws InterruptedException {
    try {
      boolean more = true;
      while (more && clock.tickMs() >= notBefore && closing.getCount() > 0) {
        Optional<Ledger.Waiting> next = ledger.next(name);
        more = next.isPresent() && deliver(next.get());
      }
    } catch (IOException e) {
      failed(String.valueOf(e.getMessage()));
    }
  }

  private boolean deliver(Ledger.Waiting next) throws IOException, InterruptedException {
    long now = clock.wallMs();
    if (now - next.created() > OLD_MS) {
      String why = problem == null ? "too old" : problem;
      ledger.aside(next.number(), why, now);
      log.warn("Channel {}: a message was not delivered within a day: {}", name, why);
      return true;
    }
    try {
      channel.send(next.notice(), wording.letter(next.notice()));
    } catch (UndeliveredException e) {
      return undelivered(next, e);
    }
    ledger.sent(name, next.number(), now);
    if (problem != null) {
      log.info("Channel {} delivers again", name);
    }
    problem = null;
    wait = FIRST_MS;
    refused = 0;
    notBefore = clock.tickMs() + channel.paceMs();
    return true;
  }

  private boolean undelivered(Ledger.Waiting next, UndeliveredException e) throws IOException {
    refused = e.refused() ? refused + 1 : 0;
    failed(e.reason());
    if (refused >= REFUSALS) {
      ledger.aside(next.number(), e.reason(), clock.wallMs());
      log.warn("Channel {} gave up a message that is refused: {}", name, e.reason());
      refused = 0;
      wait = FIRST_MS;
    }
    return false;
  }

  private void failed(String reason) {
    if (!reason.equals(problem)) {
      log.warn("Channel {} does not deliver: {}; it is tried again", name, reason);
    }
    problem = reason;
    notBefore = clock.tickMs() + wait;
    wait = Math.min(MOST_MS, wait * 2);
  }

  /** Lets a message that is being sent finish, so that it is not sent again. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(12_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
