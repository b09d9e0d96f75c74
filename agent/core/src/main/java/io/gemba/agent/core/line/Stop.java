package io.gemba.agent.core.line;

import io.gemba.cloud.spi.LineStatus.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One interruption of production in planned busy time, from the last part of running to the next.
 * Its first cause names it: what follows is mostly a consequence.
 *
 * @param from when it began
 * @param state the first state it was in
 * @param cause the first cause in words, or null
 * @param millis how long it has lasted
 * @param unexplained the part of that in STOPPED, the state that no signal explains
 * @param fault the part of that in FAULT
 * @param faults how often FAULT was entered
 * @param reason what a person said about it, a code of the catalogue; null = nobody yet
 */
public record Stop(
    Instant from,
    State state,
    @Nullable String cause,
    long millis,
    long unexplained,
    long fault,
    int faults,
    @Nullable String reason) {
  /** A shorter stop is a minor one, in milliseconds. */
  static final long MINOR = 120_000;

  static Stop begin(Piece piece) {
    return new Stop(piece.from(), piece.state(), piece.cause(), 0, 0, 0, 0, null);
  }

  /** Goes on for one more stretch of time; {@code before} is the state just before it. */
  Stop and(Piece piece, State before) {
    boolean fails = piece.state() == State.FAULT;
    return new Stop(
        from,
        state,
        cause,
        millis + piece.millis(),
        unexplained + (piece.state() == State.STOPPED ? piece.millis() : 0),
        fault + (fails ? piece.millis() : 0),
        faults + (fails && before != State.FAULT ? 1 : 0),
        reason);
  }

  /** The same with what a person said; null takes it back. */
  Stop because(@Nullable String code) {
    return new Stop(from, state, cause, millis, unexplained, fault, faults, code);
  }

  boolean minor() {
    return millis < MINOR;
  }

  /** Time that neither a signal nor a person explains, in milliseconds. */
  long withoutReason() {
    return reason == null ? unexplained : 0;
  }

  /** Its end, or the last that is known of it. */
  public Instant until() {
    return from.plusMillis(millis);
  }

  boolean holds(Instant at) {
    return !at.isBefore(from) && at.isBefore(from.plusMillis(Math.max(1, millis)));
  }
}
