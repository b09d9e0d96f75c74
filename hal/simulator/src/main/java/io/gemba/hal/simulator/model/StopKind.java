package io.gemba.hal.simulator.model;

import java.util.List;

/** Why a press stands still, with the way PackML takes down to the standstill. */
public enum StopKind {
  /** No material or a full conveyor: outside causes, so Suspended. */
  STARVED(
      PackMlState.SUSPENDING,
      1_000,
      PackMlState.SUSPENDED,
      "Material starved; Hopper dryer not ready; Conveyor full"),
  /** The operator or the press itself pauses: inside causes, so Held. */
  HOLD(
      PackMlState.HOLDING,
      1_000,
      PackMlState.HELD,
      "Operator hold; Part stuck in mould; Robot not home; Label missing"),
  /** A fault that needs clearing. */
  FAULT(
      PackMlState.ABORTING,
      3_000,
      PackMlState.ABORTED,
      "Hydraulic pressure low; Mould protection; Heater band open; Guard opened"),
  /** Stopped without a cause that the press knows. */
  STOP(PackMlState.STOPPING, 2_000, PackMlState.STOPPED, "Stop button"),
  /** Mould change: stopped, in manual mode. */
  SETUP(PackMlState.STOPPING, 2_000, PackMlState.STOPPED, "Mould change");

  private final PackMlState down;
  private final long downMillis;
  private final PackMlState rest;
  private final String causes;

  StopKind(PackMlState down, long downMillis, PackMlState rest, String causes) {
    this.down = down;
    this.downMillis = downMillis;
    this.rest = rest;
    this.causes = causes;
  }

  PackMlState down() {
    return down;
  }

  long downMillis() {
    return downMillis;
  }

  PackMlState rest() {
    return rest;
  }

  List<String> causes() {
    return List.of(causes.split("; "));
  }

  UnitMode mode() {
    return this == SETUP ? UnitMode.MANUAL : UnitMode.PRODUCE;
  }

  /** Whether a cycle that was interrupted goes on afterwards; otherwise its part is lost. */
  boolean keepsCycle() {
    return this == STARVED || this == HOLD;
  }
}
