package io.gemba.agent.core.line;

import io.gemba.cloud.spi.LineStatus.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the signals say about a line, the calendar left aside.
 *
 * @param state one of the exclusive states
 * @param cause in words, or null when the state needs none
 * @param from since when; may lie in the past, because some states are only known afterwards
 */
record Reading(State state, @Nullable String cause, Instant from) {

  static Reading unknown(String cause, Instant from) {
    return new Reading(State.UNKNOWN, cause, from);
  }

  boolean sameAs(Reading other) {
    return state == other.state
        && (cause == null ? other.cause == null : cause.equals(other.cause));
  }
}
