package io.gemba.agent.core.line;

import io.gemba.cloud.spi.LineStatus.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stops of a shift, made of the pieces of its timeline as they come. Time that is unknown or
 * planned ends a stop. One thread.
 */
final class Stops {
  /** States that interrupt production when they fall into planned busy time. */
  static final Set<State> DOWN = Set.of(State.FAULT, State.SETUP, State.IDLE, State.STOPPED);

  /**
   * Kept through restarts every minute, so no more than the card can bear: beyond that the oldest
   * are joined.
   */
  private static final int MOST = 200;

  private final List<Stop> ended = new ArrayList<>();
  private @Nullable Stop open;
  private @Nullable State before;

  /** None yet. */
  Stops() {}

  Stops(List<Stop> ended) {
    this.ended.addAll(ended);
  }

  Stops copy() {
    Stops copy = new Stops(ended);
    copy.open = open;
    copy.before = before;
    return copy;
  }

  /** Takes in the next piece; the stop that it ended, or null. */
  @Nullable Stop add(Piece piece) {
    boolean down = piece.busy() && DOWN.contains(piece.state());
    Stop was = open;
    State last = before == null ? State.UNKNOWN : before;
    before = piece.state();
    if (down) {
      open = (was == null ? Stop.begin(piece) : was).and(piece, last);
      return null;
    }
    open = null;
    if (was != null) {
      ended.add(was);
      joinOldest();
    }
    return was;
  }

  /** All stops of the shift in their order, the one that lasts included. */
  List<Stop> all() {
    List<Stop> all = new ArrayList<>(ended);
    if (open != null) {
      all.add(open);
    }
    return all;
  }

  /** The one that lasts, or null. */
  @Nullable Stop open() {
    return open;
  }

  /** Gives the stop that holds a moment a reason; the stop with it, or null when there is none. */
  @Nullable Stop explain(Instant at, @Nullable String reason) {
    if (open != null && !at.isBefore(open.from())) {
      open = open.because(reason);
      return open;
    }
    for (int i = ended.size() - 1; i >= 0; i--) {
      if (ended.get(i).holds(at)) {
        ended.set(i, ended.get(i).because(reason));
        return ended.get(i);
      }
    }
    return null;
  }

  private void joinOldest() {
    if (ended.size() > MOST) {
      Stop first = ended.removeFirst();
      Stop second = ended.removeFirst();
      ended.addFirst(
          new Stop(
              first.from(),
              first.state(),
              "several short stops",
              first.millis() + second.millis(),
              first.withoutReason() + second.withoutReason(),
              first.fault() + second.fault(),
              first.faults() + second.faults(),
              null));
    }
  }
}
