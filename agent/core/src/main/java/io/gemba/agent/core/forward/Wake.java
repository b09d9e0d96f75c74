package io.gemba.agent.core.forward;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one waiting thread when there is something to do; many wakes before it looks are one. */
final class Wake {
  private final Semaphore signal = new Semaphore(0);

  /** Something happened. Any thread. */
  void up() {
    if (signal.availablePermits() == 0) {
      signal.release();
    }
  }

  /** Waits for something to happen, at most so long. */
  void await(long nanos) throws InterruptedException {
    if (signal.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
      signal.drainPermits();
    }
  }
}
