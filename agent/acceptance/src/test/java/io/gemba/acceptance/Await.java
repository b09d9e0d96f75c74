package io.gemba.acceptance;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something to become true, and says what the world looked like when it does not. */
final class Await {
  private Await() {}

  static void until(String what, Duration atMost, BooleanSupplier condition)
      throws InterruptedException {
    until(() -> what, atMost, condition);
  }

  static void until(Supplier<String> what, Duration atMost, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + atMost + " in vain for: " + what.get());
      }
      Thread.sleep(20);
    }
  }
}
