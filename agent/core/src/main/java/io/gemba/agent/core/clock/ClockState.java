package io.gemba.agent.core.clock;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows about the gateway's clock, for people and for metrics.
 *
 * @param synced whether it was set, so that times can be believed
 * @param basis what that rests on
 * @param bootId names this boot of the machine; empty where the system does not tell
 * @param uptime since the boot
 * @param steps how often it was stepped while this run of the agent watched
 * @param lastStep the last of them; null when there was none
 */
public record ClockState(
    boolean synced,
    ClockSource.Basis basis,
    String bootId,
    Duration uptime,
    long steps,
    @Nullable Step lastStep) {

  /**
   * The clock did not run but jump.
   *
   * @param before what it said, at latest, before the step
   * @param by forwards, or backwards when negative
   */
  public record Step(Instant before, Duration by) {}
}
