package io.gemba.cloud.console.web;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.board.Board;
import io.gemba.cloud.console.board.LineView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the watching browsers what has changed, four times a second at most. Owns one thread. */
final class Publisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Publisher.class);
  private static final long EVERY_MS = 250;
  private static final int LOOK_AT_ALL_EVERY = 4;
  private static final int FLEET_EVERY = 20;

  private final ConsoleClock clock;
  private final Board board;
  private final SseHub hub;
  private final Supplier<Fleet> fleet;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private @Nullable Object lastFleet;
  private int turn;

  Publisher(ConsoleClock clock, Board board, SseHub hub, Supplier<Fleet> fleet) {
    this.clock = clock;
    this.board = board;
    this.hub = hub;
    this.fleet = fleet;
    this.thread = Thread.ofPlatform().name("console-publisher").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closing.await(EVERY_MS, TimeUnit.MILLISECONDS)) {
        publish();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("The page no longer hears of changes; restart the console and report this", e);
      hub.close();
    }
  }

  private void publish() {
    turn++;
    boolean all = turn % LOOK_AT_ALL_EVERY == 0;
    if (board.takeRemoved()) {
      hub.send("snapshot", snapshot());
    }
    for (LineView line : board.takeChanges(all)) {
      hub.send("line", JsonText.of(line));
    }
    if (!all) {
      return;
    }
    Map<String, Board.FreshSamples> fresh = board.takeFresh();
    if (!fresh.isEmpty()) {
      hub.send("samples", JsonText.of(Samples.rows(fresh)));
    }
    fleet();
  }

  private void fleet() {
    Fleet now = fleet.get();
    if (!now.face().equals(lastFleet) || turn % FLEET_EVERY == 0) {
      lastFleet = now.face();
      hub.send("fleet", JsonText.of(now));
    }
  }

  /** Everything, for a browser that has just come. */
  String snapshot() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("now", clock.wallMs());
    all.put("lines", board.lines());
    all.put("fleet", fleet.get());
    return JsonText.of(all);
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
