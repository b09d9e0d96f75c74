package io.gemba.agent.core.forward;

import java.time.Duration;

/**
 * How much backlog may be on its way at a time, so that a live sample never waits long behind it:
 * begins with one message, opens while answers come quickly, and closes when they take long: first
 * fewer messages, then smaller ones. So a slow line or broker delays live data by no more than
 * about half a second, and a quick one is filled up to the share. Used by one thread.
 */
final class Pace {
  /** Well under the second that live data may take. */
  private static final long SLOW = Duration.ofMillis(400).toNanos();

  private static final long QUICK = Duration.ofMillis(150).toNanos();
  private static final int SMALLEST = 50;
  private static final int LARGEST = 1 << 14;

  private final int most;
  private int messages = 1;
  private int samples = LARGEST;
  private long slowedAt = Long.MIN_VALUE;

  /**
   * A pace for one session.
   *
   * @param most messages at a time, at least 1
   */
  Pace(int most) {
    this.most = most;
  }

  /** How many messages of the backlog may be unanswered now. */
  int messages() {
    return messages;
  }

  /** How many samples a message of the backlog may hold. */
  int samples() {
    return samples;
  }

  /** A message of the backlog was answered; both times on one monotonic clock, in nanoseconds. */
  void answered(long sentAt, long now) {
    long took = now - sentAt;
    if (took < QUICK) {
      if (samples < LARGEST) {
        samples = Math.min(LARGEST, samples * 2);
      } else {
        messages = Math.min(most, messages + 1);
      }
    } else if (took > SLOW && (slowedAt == Long.MIN_VALUE || sentAt - slowedAt >= 0)) {
      slowedAt = now; // whatever was sent before is slow for the same reason
      if (messages > 1) {
        messages /= 2;
      } else {
        samples = Math.max(SMALLEST, Math.min(samples, 2_000) / 2);
      }
    }
  }
}
