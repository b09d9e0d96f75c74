package io.gemba.hal.tck;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting in tests: looks again every few milliseconds until it is so, or a deadline passed. */
public final class Await {
  private static final long LOOK_EVERY_MS = 5;

  private Await() {}

  /**
   * Waits until the condition holds.
   *
   * @param what what is waited for, for the person who reads the failure
   * @throws AssertionError when the deadline passed first
   */
  public static void until(String what, Duration deadline, BooleanSupplier condition)
      throws InterruptedException {
    until(() -> what, deadline, condition);
  }

  /** The same, with a text that is made only when it failed. */
  public static void until(Supplier<String> what, Duration deadline, BooleanSupplier condition)
      throws InterruptedException {
    if (!happens(deadline, condition)) {
      throw new AssertionError("not within " + deadline.toMillis() + " ms: " + what.get());
    }
  }

  /** Whether the condition held before the deadline passed. */
  public static boolean happens(Duration deadline, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
    return true;
  }
}
