package io.gemba.agent.core;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, and says what it waited for when it does not. */
public final class Await {
  private Await() {}

  /** Looks every few milliseconds, for at most ten seconds. */
  public static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain for: " + what);
      }
      Thread.sleep(2);
    }
  }
}
