package io.gemba.agent.core.line;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stops a person may still explain: those of this shift, and those of the shift before, because
 * reasons are often written down at the end. One thread.
 */
final class ShiftStops {
  private Stops before = new Stops();

  /** A shift has ended with these stops. */
  void ended(List<Stop> stops) {
    before = new Stops(stops);
  }

  /** The stops of the shift before. */
  List<Stop> before() {
    return before.all();
  }

  List<Stop> all(Stops current) {
    List<Stop> all = new ArrayList<>(before.all());
    all.addAll(current.all());
    return all;
  }

  /**
   * Gives the stop that holds a moment a reason; one that lasted over the change of shifts is one
   * stop for people, so both of its parts get it.
   *
   * @param current the stops of this shift, as far as they are settled
   * @return the stop with its reason, its first part where there are two; null when there is none
   */
  @Nullable Stop explain(Stops current, Instant shiftFrom, Instant at, @Nullable String reason) {
    Stop now = current.explain(at, reason);
    if (now != null) {
      Stop first =
          now.from().equals(shiftFrom) ? before.explain(shiftFrom.minusMillis(1), reason) : null;
      return first == null ? now : first;
    }
    Stop earlier = before.explain(at, reason);
    if (earlier != null && earlier.until().equals(shiftFrom)) {
      current.explain(shiftFrom, reason);
    }
    return earlier;
  }
}
