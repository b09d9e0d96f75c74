package io.gemba.hal.simulator.model;

import java.util.EnumSet;
import java.util.Set;

/** A state of the PackML state machine, numbered as in ISA-TR88.00.02 (not as in OPC 30060). */
public enum PackMlState {
  CLEARING(1, "Clearing"),
  STOPPED(2, "Stopped"),
  STARTING(3, "Starting"),
  IDLE(4, "Idle"),
  SUSPENDED(5, "Suspended"),
  EXECUTE(6, "Execute"),
  STOPPING(7, "Stopping"),
  ABORTING(8, "Aborting"),
  ABORTED(9, "Aborted"),
  HOLDING(10, "Holding"),
  HELD(11, "Held"),
  UNHOLDING(12, "Unholding"),
  SUSPENDING(13, "Suspending"),
  UNSUSPENDING(14, "Unsuspending"),
  RESETTING(15, "Resetting"),
  COMPLETING(16, "Completing"),
  COMPLETE(17, "Complete");

  private final int code;
  private final String label;

  PackMlState(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** The number a machine shows as {@code StateCurrent}. */
  public int code() {
    return code;
  }

  /** The state's name as the standard writes it. */
  public String label() {
    return label;
  }

  /** The states that the standard's state model allows next, never empty. */
  public Set<PackMlState> next() {
    Set<PackMlState> next = ownNext();
    if (!EnumSet.of(ABORTING, ABORTED).contains(this)) {
      next.add(ABORTING);
    }
    if (!EnumSet.of(ABORTING, ABORTED, CLEARING, STOPPING, STOPPED).contains(this)) {
      next.add(STOPPING);
    }
    return next;
  }

  private EnumSet<PackMlState> ownNext() {
    return switch (this) {
      case CLEARING, STOPPING -> EnumSet.of(STOPPED);
      case STOPPED, COMPLETE -> EnumSet.of(RESETTING);
      case RESETTING -> EnumSet.of(IDLE);
      case IDLE -> EnumSet.of(STARTING);
      case STARTING, UNHOLDING, UNSUSPENDING -> EnumSet.of(EXECUTE);
      case EXECUTE -> EnumSet.of(HOLDING, SUSPENDING, COMPLETING);
      case HOLDING -> EnumSet.of(HELD);
      case HELD -> EnumSet.of(UNHOLDING);
      case SUSPENDING -> EnumSet.of(SUSPENDED);
      case SUSPENDED -> EnumSet.of(UNSUSPENDING);
      case COMPLETING -> EnumSet.of(COMPLETE);
      case ABORTING -> EnumSet.of(ABORTED);
      case ABORTED -> EnumSet.of(CLEARING);
    };
  }
}
