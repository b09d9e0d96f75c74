package io.gemba.cloud.console.notify;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.board.Board;
import io.gemba.cloud.console.board.Completeness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the board and tells people of trouble. Owns a thread, and one for each channel. Its
 * methods are safe for any platform thread.
 */
public final class Notifications implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Notifications.class);
  private static final long EVERY_MS = 1_000;

  private final NotifyConfig config;
  private final Board board;
  private final ConsoleClock clock;
  private final Ledger ledger;
  private final Watch watch;
  private final Map<String, Courier> couriers = new LinkedHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable String problem;

  private Notifications(NotifyConfig config, Path file, Board board, ConsoleClock clock)
      throws IOException {
    this.config = config;
    this.board = board;
    this.clock = clock;
    this.ledger = new Ledger(file);
    try {
      this.watch = new Watch(config, ledger, clock);
    } catch (IOException | RuntimeException e) {
      ledger.close();
      throw e;
    }
    for (ChannelConfig c : config.channels()) {
      Channel channel = Channel.of(c, clock.wall());
      Wording wording = new Wording(c.language(), config.publicUrl());
      couriers.put(c.name(), new Courier(c.name(), channel, wording, ledger, clock));
    }
    this.thread = Thread.ofPlatform().name("console-notify").daemon().unstarted(this::run);
  }

  /**
   * Starts watching; what was open and what was not delivered when the console stopped is taken up.
   *
   * @param directory the console's; messages are kept there in {@code notify.db}
   */
  public static Notifications start(
      NotifyConfig config, Path directory, Board board, ConsoleClock clock) throws IOException {
    Notifications made = new Notifications(config, directory.resolve("notify.db"), board, clock);
    made.couriers.values().forEach(Courier::start);
    made.thread.start();
    return made;
  }

  private void run() {
    try {
      while (!closing.await(EVERY_MS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      problem = "stopped by a fault: " + e;
      log.error("Nobody is told of trouble any more; restart the console and report this", e);
    }
  }

  private void look() {
    try {
      Judge judge =
          new Judge(
              board.lines(),
              board.gateways(journal -> Completeness.NONE),
              board.brokers(),
              watch.keys(),
              clock.wallMs());
      watch.look(judge.judge(config.rules()));
      problem = null;
    } catch (IOException e) {
      if (problem == null) {
        log.error("{}. Nobody is told of new trouble until it can.", e.getMessage());
      }
      problem = e.getMessage();
    }
  }

  /** Every open incident, oldest first. */
  public List<Incident> incidents() {
    return watch.incidents();
  }

  /** Stops the reminders of an incident; empty when there is none with this id. */
  public Optional<Incident> acknowledge(String id, String by) throws IOException {
    return watch.acknowledge(id, by);
  }

  /** Queues a test message for a channel; false when there is no such channel. */
  public boolean test(String channel) throws IOException {
    if (!couriers.containsKey(channel)) {
      return false;
    }
    ledger.commit(List.of(), List.of(), Map.of(channel, List.of(testNotice(clock.wallMs()))));
    return true;
  }

  static Notice testNotice(long now) {
    return new Notice(UUID.randomUUID().toString(), "test", now, List.of());
  }

  /** How each channel stands. */
  public List<ChannelState> channels() throws IOException {
    Map<String, Ledger.Count> counts = ledger.counts();
    List<ChannelState> all = new ArrayList<>();
    for (ChannelConfig c : config.channels()) {
      Ledger.Count n = counts.getOrDefault(c.name(), new Ledger.Count(0, 0, 0, null));
      Courier courier = couriers.get(c.name());
      String trouble = courier == null ? null : courier.problem();
      all.add(
          new ChannelState(
              c.name(),
              type(c),
              c.language(),
              n.waiting(),
              n.aside(),
              n.sent(),
              n.last(),
              trouble));
    }
    return all;
  }

  static String type(ChannelConfig config) {
    return switch (config) {
      case ChannelConfig.Webhook _ -> "webhook";
      case ChannelConfig.Email _ -> "email";
      case ChannelConfig.Robot r -> r.brand().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  /** Why nobody is told of new trouble at present; null when all is well. */
  public @Nullable String problem() {
    return problem;
  }

  /**
   * One channel: messages waiting, given up and sent since the beginning, when the last was sent
   * (ms since the epoch), and why the last attempt failed (null when it did not).
   */
  public record ChannelState(
      String name,
      String type,
      String language,
      long waiting,
      long aside,
      long sent,
      @Nullable Long last,
      @Nullable String problem) {}

  /** Stops watching and delivering; what waits is delivered after the next start. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    couriers.values().forEach(Courier::close);
    ledger.close();
  }
}
