package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.PackMl.Profile;
import io.gemba.cloud.spi.LineStatus.State;
import org.jspecify.annotations.Nullable;

/** The PackML states with their numbers in both numberings, and what each means for a line. */
enum PackMlState {
  CLEARING(1, 10, State.FAULT, "clearing after an abort"),
  STOPPED(2, 0, State.STOPPED, "stopped"),
  STARTING(3, 3, State.IDLE, "starting"),
  IDLE(4, 2, State.IDLE, "idle"),
  SUSPENDED(5, 12, State.IDLE, "blocked or starved"),
  EXECUTE(6, 4, State.RUNNING, null),
  STOPPING(7, 9, State.STOPPED, "stopping"),
  ABORTING(8, 7, State.FAULT, "aborting"),
  ABORTED(9, 8, State.FAULT, "aborted"),
  HOLDING(10, 14, State.STOPPED, "internal: holding"),
  HELD(11, 15, State.STOPPED, "internal: held"),
  UNHOLDING(12, 16, State.IDLE, "unholding"),
  SUSPENDING(13, 11, State.IDLE, "blocked or starved"),
  UNSUSPENDING(14, 13, State.IDLE, "unsuspending"),
  RESETTING(15, 1, State.IDLE, "resetting"),
  COMPLETING(16, 5, State.RUNNING, null),
  COMPLETE(17, 6, State.IDLE, "complete"),
  /** Number 0 of ISA-TR88, and every number that a profile does not know. */
  UNDEFINED(0, -1, State.UNKNOWN, "the machine gives no PackML state");

  private final int isaTr88;
  private final int opc30060;
  private final State state;
  private final @Nullable String cause;

  /** ISA-TR88.00.02 StateCurrent; OPC 30060 §11.9 StateEnumeration. */
  PackMlState(int isaTr88, int opc30060, State state, @Nullable String cause) {
    this.isaTr88 = isaTr88;
    this.opc30060 = opc30060;
    this.state = state;
    this.cause = cause;
  }

  static PackMlState of(Profile profile, long number) {
    for (PackMlState candidate : values()) {
      int own = profile == Profile.OPC_30060 ? candidate.opc30060 : candidate.isaTr88;
      if (own == number) {
        return candidate;
      }
    }
    return UNDEFINED;
  }

  State state() {
    return state;
  }

  @Nullable String cause() {
    return cause;
  }
}
