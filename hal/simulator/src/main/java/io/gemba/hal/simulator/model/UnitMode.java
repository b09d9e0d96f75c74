package io.gemba.hal.simulator.model;

/** The PackML unit mode, numbered as in ISA-TR88.00.02. */
public enum UnitMode {
  PRODUCE(1),
  MAINTENANCE(2),
  MANUAL(3);

  private final int code;

  UnitMode(int code) {
    this.code = code;
  }

  /** The number a machine shows as {@code UnitModeCurrent}. */
  public int code() {
    return code;
  }
}
