package io.gemba.cloud.console;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves when it is told to. */
public final class SteppedClock {
  private final AtomicLong wall = new AtomicLong(1_795_415_520_000L);
  private final AtomicLong tick = new AtomicLong(5_000);

  /** Both clocks move on. */
  public void pass(long ms) {
    wall.addAndGet(ms);
    tick.addAndGet(ms);
  }

  /** Somebody sets the wall clock. */
  public void stepWall(long ms) {
    wall.addAndGet(ms);
  }

  public long now() {
    return wall.get();
  }

  public ConsoleClock clock() {
    return new ConsoleClock(() -> Instant.ofEpochMilli(wall.get()), () -> tick.get() * 1_000_000);
  }
}
