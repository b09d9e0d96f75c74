package io.gemba.agent.core.line;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The mean cycle of the last parts of one run. One thread. */
final class CycleMeter {
  private static final int REMEMBERED = 10;
  private static final int ENOUGH_TO_JUDGE = 4;

  /** Slower than the ideal cycle by more than this is slow. */
  private static final double TOLERATED = 1.1;

  private record Mark(Instant at, long parts) {}

  private final Deque<Mark> marks = new ArrayDeque<>();

  void parts(Instant at, long parts) {
    boolean late = !marks.isEmpty() && at.isBefore(marks.getLast().at());
    marks.add(new Mark(late ? marks.getLast().at() : at, parts));
    if (marks.size() > REMEMBERED) {
      marks.removeFirst();
    }
  }

  /** The line stopped: a stop is no long cycle. */
  void reset() {
    marks.clear();
  }

  /** Zero while fewer than two parts are known. */
  Duration mean() {
    if (marks.size() < 2) {
      return Duration.ZERO;
    }
    long parts = marks.stream().skip(1).mapToLong(Mark::parts).sum();
    return Duration.between(marks.getFirst().at(), marks.getLast().at()).dividedBy(parts);
  }

  boolean slowerThan(Duration ideal) {
    return !ideal.isZero()
        && marks.size() >= ENOUGH_TO_JUDGE
        && mean().toNanos() > ideal.toNanos() * TOLERATED;
  }
}
