package io.gemba.cloud.console.board;

import io.gemba.cloud.console.ConsoleClock;
import org.jspecify.annotations.Nullable;

/** When something was last heard of, and how old that was on arrival. Guarded by the board. */
final class Heartbeat {
  private final Pace pace = new Pace();
  private boolean heard;
  private long heardTick;
  private long lateness;
  private @Nullable Long time;

  /**
   * Takes note of a statement; a retained one only tells its own time, never that anybody is there
   * now.
   */
  void note(ConsoleClock clock, long statementTime, boolean retained) {
    if (!retained) {
      long wall = clock.wallMs();
      heardTick = clock.tickMs();
      pace.heard(heardTick, wall, statementTime);
      lateness = pace.lateness(wall, statementTime);
      heard = true;
      time = statementTime;
    } else if (time == null || statementTime > time) {
      time = statementTime;
      heard = false;
    }
  }

  /** Whether a statement that was not retained has told the age for certain. */
  boolean confirmed() {
    return heard && pace.known();
  }

  /** Age of the last statement, ms; null when it cannot be known. */
  @Nullable Long age(ConsoleClock clock) {
    if (confirmed()) {
      return clock.tickMs() - heardTick + lateness;
    }
    Long said = time;
    if (said == null || said > clock.wallMs() + Freshness.LAGGING_AFTER_MS) {
      return null;
    }
    return Math.max(0, clock.wallMs() - said);
  }

  /** The last statement's own time; null before the first. */
  @Nullable Long time() {
    return time;
  }

  /** Our clock minus the speaker's, ms; null while unknown. */
  @Nullable Long clockOffset() {
    return pace.known() ? pace.offset() : null;
  }
}
