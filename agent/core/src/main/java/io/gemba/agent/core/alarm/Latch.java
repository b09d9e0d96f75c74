package io.gemba.agent.core.alarm;

import io.gemba.agent.core.alarm.Gauge.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an alarm is active: raised when it was beyond its limit without a break for the on-delay,
 * cleared when it was well within for the off-delay. What nobody can tell changes nothing, and a
 * delay that was running begins anew afterwards. One thread.
 */
final class Latch {
  private final Duration onDelay;
  private final Duration offDelay;
  private boolean active;
  private @Nullable Instant turning;

  Latch(Duration onDelay, Duration offDelay) {
    this.onDelay = onDelay;
    this.offDelay = offDelay;
  }

  boolean active() {
    return active;
  }

  /** Takes up what a former run left. */
  void restore(boolean was) {
    active = was;
  }

  /** What the gauge says from now on. */
  void judge(Verdict verdict, Instant at) {
    boolean turns = verdict == (active ? Verdict.CLEAR : Verdict.OVER);
    if (!turns) {
      turning = null;
    } else if (turning == null) {
      turning = at;
    }
  }

  /** When it will turn if the gauge goes on saying the same. */
  Optional<Instant> deadline() {
    return Optional.ofNullable(turning).map(from -> from.plus(active ? offDelay : onDelay));
  }

  /** Turns if it is time to; whether it did. */
  boolean expire(Instant at) {
    if (deadline().filter(due -> !due.isAfter(at)).isEmpty()) {
      return false;
    }
    active = !active;
    turning = null;
    return true;
  }

  void shift(Duration by) {
    turning = turning == null ? null : turning.plus(by);
  }
}
