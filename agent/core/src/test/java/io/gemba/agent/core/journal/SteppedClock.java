package io.gemba.agent.core.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A wall clock and a ticker that move when told. */
final class SteppedClock implements InstantSource {
  private Instant now = Instant.parse("2026-11-23T08:00:00Z");
  private long ticks = -5;

  @Override
  public Instant instant() {
    return now;
  }

  long ticks() {
    return ticks;
  }

  void pass(Duration time) {
    now = now.plus(time);
    ticks += time.toNanos();
  }
}
