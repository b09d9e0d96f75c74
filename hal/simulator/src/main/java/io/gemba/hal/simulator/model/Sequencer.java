package io.gemba.hal.simulator.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** Walks a press through PackML states, step by step, by legal transitions only. */
final class Sequencer {

  static final long NEVER = Long.MAX_VALUE;

  /**
   * One state on the way.
   *
   * @param millis how long it lasts; {@link #NEVER}: until told
   * @param rest whether this is the standstill itself, which {@code resume} cuts short
   */
  record Step(PackMlState state, UnitMode mode, long millis, boolean rest) {
    static Step of(PackMlState state, long millis) {
      return new Step(state, UnitMode.PRODUCE, millis, false);
    }
  }

  private static final List<Step> FROM_STOPPED =
      List.of(
          Step.of(PackMlState.RESETTING, 3_000),
          Step.of(PackMlState.IDLE, 2_000),
          Step.of(PackMlState.STARTING, 2_000),
          Step.of(PackMlState.EXECUTE, NEVER));

  private final Deque<Step> ahead = new ArrayDeque<>();
  private Step now = new Step(PackMlState.STOPPED, UnitMode.PRODUCE, 500, true);
  private long since;
  private long due = now.millis();

  /** A press that is switched on and runs two seconds later. */
  Sequencer() {
    ahead.add(Step.of(PackMlState.RESETTING, 500));
    ahead.add(Step.of(PackMlState.IDLE, 500));
    ahead.add(Step.of(PackMlState.STARTING, 500));
    ahead.add(running());
  }

  Step step() {
    return now;
  }

  PackMlState state() {
    return now.state();
  }

  /** When the present state was entered. */
  long since() {
    return since;
  }

  /** When the next step is due, or {@link #NEVER}. */
  long due() {
    return due;
  }

  boolean mayEnter(PackMlState next) {
    return now.state().next().contains(next);
  }

  /** Leaves the present way for the way down to a standstill and back up. */
  void goDown(StopKind kind, long restMillis, long at) {
    ahead.clear();
    ahead.add(Step.of(kind.down(), kind.downMillis()));
    ahead.add(new Step(kind.rest(), kind.mode(), restMillis, true));
    ahead.addAll(wayBack(kind.rest()));
    advance(at);
  }

  /** Enters the next step. */
  void advance(long at) {
    Step next = ahead.remove();
    if (!mayEnter(next.state())) {
      throw new IllegalStateException("no way from " + now.state() + " to " + next.state());
    }
    now = next;
    since = at;
    due = next.millis() == NEVER ? NEVER : at + next.millis();
  }

  /** Ends the standstill, now or as soon as it is reached; false when there is none. */
  boolean endRest(long at) {
    if (now.rest()) {
      due = at;
      return true;
    }
    boolean found = ahead.stream().anyMatch(Step::rest);
    List<Step> rest = List.copyOf(ahead);
    ahead.clear();
    for (Step step : rest) {
      ahead.add(step.rest() ? new Step(step.state(), step.mode(), 1_000, true) : step);
    }
    return found;
  }

  /** Stays in the present standstill until told; it counts anew from here, as its cause does. */
  void stay(long at) {
    since = at;
    due = NEVER;
  }

  private static List<Step> wayBack(PackMlState rest) {
    return switch (rest) {
      case SUSPENDED -> List.of(Step.of(PackMlState.UNSUSPENDING, 1_000), running());
      case HELD -> List.of(Step.of(PackMlState.UNHOLDING, 1_000), running());
      case ABORTED -> {
        List<Step> clear =
            List.of(Step.of(PackMlState.CLEARING, 4_000), Step.of(PackMlState.STOPPED, 2_000));
        yield Stream.concat(clear.stream(), FROM_STOPPED.stream()).toList();
      }
      default -> FROM_STOPPED;
    };
  }

  private static Step running() {
    return Step.of(PackMlState.EXECUTE, NEVER);
  }
}
