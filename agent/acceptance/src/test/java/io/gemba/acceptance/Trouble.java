package io.gemba.acceptance;

import io.gemba.cloud.mqtt.fake.FakeBroker;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Kills and restarts the broker every few seconds and the OPC UA server every now and then, on a
 * thread of its own, until it is closed; both are up then.
 */
final class Trouble implements AutoCloseable {
  private final FakeBroker broker;
  private final CounterServer server;
  private final Random random;
  private final Thread thread;
  private final AtomicInteger brokerRestarts = new AtomicInteger();
  private final AtomicInteger serverRestarts = new AtomicInteger();
  private volatile Throwable failure;
  private volatile boolean over;

  Trouble(FakeBroker broker, CounterServer server, long seed) {
    this.broker = broker;
    this.server = server;
    this.random = new Random(seed);
    this.thread = Thread.ofPlatform().name("trouble").start(this::run);
  }

  private void run() {
    try {
      for (int round = 1; !over; round++) {
        rest(3_000 + random.nextInt(8_000));
        if (round % 4 == 0) {
          server.kill();
          server.startAgain();
          serverRestarts.incrementAndGet();
        } else {
          broker.goAway();
          rest(random.nextInt(1_500));
          broker.comeBack();
          brokerRestarts.incrementAndGet();
        }
      }
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      failure = e;
    }
  }

  /** The random moments themselves, not an await. */
  private void rest(long millis) throws InterruptedException {
    for (long left = millis; left > 0 && !over; left -= 100) {
      Thread.sleep(Math.min(left, 100));
    }
  }

  int brokerRestarts() {
    return brokerRestarts.get();
  }

  int serverRestarts() {
    return serverRestarts.get();
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null || thread.isAlive()) {
      throw new AssertionError("trouble had trouble", failure);
    }
  }
}
