package io.gemba.hal.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when a test says so. Safe for use from any thread. */
public final class ManualClock implements InstantSource {
  private Instant now;

  /** A clock that stands at a moment. */
  public ManualClock(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** Moves the clock by so much (backwards when negative) and says where it stands now. */
  public synchronized Instant advance(Duration step) {
    now = now.plus(step);
    return now;
  }
}
