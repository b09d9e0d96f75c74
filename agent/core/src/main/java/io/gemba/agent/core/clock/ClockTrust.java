package io.gemba.agent.core.clock;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * Whether the gateway's wall clock can be right at all. A Pi has no battery: before NTP it wakes up
 * in the past, and samples taken then are marked. A clock that stands before the day this agent was
 * built has not been set. Safe for several threads.
 */
public final class ClockTrust implements BooleanSupplier {
  private final InstantSource clock;
  private final Instant notBefore;

  /**
   * Trusts a clock from a moment on.
   *
   * @param notBefore a moment that has certainly passed, such as the day of the build
   */
  public ClockTrust(InstantSource clock, Instant notBefore) {
    this.clock = clock;
    this.notBefore = notBefore;
  }

  /** Whether the clock may be believed now. */
  @Override
  public boolean getAsBoolean() {
    return !clock.instant().isBefore(notBefore);
  }
}
