package io.gemba.agent.core.line;

import io.gemba.cloud.spi.LineStatus.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time in which signals and calendar both stay the same.
 *
 * @param state what the line is in by both, the first of {@link State} that holds
 * @param cause in words, or null
 * @param from its start
 * @param to its end, excluded
 * @param busy whether it is planned busy time: no planned stop, or running all the same
 */
record Piece(State state, @Nullable String cause, Instant from, Instant to, boolean busy) {

  /** Joins what the signals say with what the calendar says. */
  static Piece of(Reading reading, ShiftWindow window, Instant from, Instant to) {
    boolean planned = window.planned(from);
    boolean standsAsPlanned = planned && reading.state().compareTo(State.PLANNED) > 0;
    State state = standsAsPlanned ? State.PLANNED : reading.state();
    String cause = standsAsPlanned ? window.why(from) : reading.cause();
    boolean busy = state != State.PLANNED && (!planned || state == State.RUNNING);
    return new Piece(state, cause, from, to, busy);
  }

  long millis() {
    return to.toEpochMilli() - from.toEpochMilli();
  }
}
