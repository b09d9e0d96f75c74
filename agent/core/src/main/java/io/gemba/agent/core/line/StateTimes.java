package io.gemba.agent.core.line;

import io.gemba.cloud.spi.LineStatus.State;
import java.util.EnumMap;
import java.util.Map;

/** How long a line was in each state during a shift, in milliseconds. One thread. */
final class StateTimes {
  private final Map<State, Long> byState = new EnumMap<>(State.class);
  private long busy;
  private long known;
  private final Stops stops;

  /** Nothing yet. */
  StateTimes() {
    this.stops = new Stops();
  }

  StateTimes(Map<State, Long> byState, long busy, long known, Stops stops) {
    this.byState.putAll(byState);
    this.busy = busy;
    this.known = known;
    this.stops = stops;
  }

  StateTimes copy() {
    return new StateTimes(byState, busy, known, stops.copy());
  }

  void add(Piece piece) {
    Stop unused = stops.add(piece);
    long millis = piece.millis();
    byState.merge(piece.state(), millis, Long::sum);
    if (piece.busy()) {
      busy += millis;
      known += piece.state() == State.UNKNOWN || piece.state() == State.OFFLINE ? 0 : millis;
    }
  }

  long in(State state) {
    return byState.getOrDefault(state, 0L);
  }

  /** Every millisecond since the shift began, once. */
  long elapsed() {
    return byState.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Planned busy time so far (PBT). */
  long busy() {
    return busy;
  }

  /** Planned busy time in which the state was known. */
  long known() {
    return known;
  }

  Stops stops() {
    return stops;
  }

  Map<State, Long> byState() {
    return Map.copyOf(byState);
  }
}
