package io.gemba.cloud.console.web;

import io.gemba.cloud.console.ConsoleClock;
import io.gemba.cloud.console.board.Board;
import io.gemba.cloud.console.board.LineView;
import io.gemba.cloud.console.users.Sites;
import io.gemba.cloud.console.users.StoreException;
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
      hub.send("snapshot", this::snapshot);
    }
    for (LineView line : board.takeChanges(all)) {
      hub.send("line", line.enterprise(), line.site(), JsonText.of(line));
    }
    if (!all) {
      return;
    }
    Map<String, Board.FreshSamples> fresh = board.takeFresh();
    if (!fresh.isEmpty()) {
      hub.send("samples", sites -> samples(fresh, sites));
    }
    fleet();
    if (turn % FLEET_EVERY == 0) {
      sweep();
    }
  }

  private static @Nullable String samples(Map<String, Board.FreshSamples> fresh, Sites sites) {
    Map<String, Board.FreshSamples> seen = Views.byLine(fresh, sites);
    return seen.isEmpty() ? null : JsonText.of(Samples.rows(seen));
  }

  /** While the accounts cannot be read nobody new is let in; who watches goes on watching. */
  private void sweep() {
    try {
      hub.sweep();
    } catch (StoreException e) {
      log.warn("Sessions could not be looked at: {}", e.getMessage());
    }
  }

  private void fleet() {
    Fleet now = fleet.get();
    if (!now.face().equals(lastFleet) || turn % FLEET_EVERY == 0) {
      lastFleet = now.face();
      hub.send("fleet", sites -> JsonText.of(Views.fleet(now, sites)));
    }
  }

  /** Everything on some sites, for a browser that has just come. */
  String snapshot(Sites sites) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("now", clock.wallMs());
    all.put("lines", Views.lines(board.lines(), sites));
    all.put("fleet", Views.fleet(fleet.get(), sites));
    return JsonText.of(all);
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
