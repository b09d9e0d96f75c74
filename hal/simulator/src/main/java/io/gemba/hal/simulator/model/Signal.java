package io.gemba.hal.simulator.model;

/** A signal that every press offers. */
public enum Signal {
  STATE_CURRENT("StateCurrent", Type.INT32, ""),
  UNIT_MODE("UnitMode", Type.INT32, ""),
  ACC_GOOD("AccGood", Type.UINT32, ""),
  ACC_REJECT("AccReject", Type.UINT32, ""),
  ACC_COUNT("AccCount", Type.UINT32, ""),
  OIL_TEMP("OilTemp", Type.DOUBLE, "CEL"),
  SPEED("Speed", Type.DOUBLE, "RPM"),
  CYCLE_TIME("CycleTime", Type.DOUBLE, "SEC"),
  ENERGY("Energy", Type.DOUBLE, "KWH"),
  SETPOINT("Setpoint", Type.DOUBLE, "CEL"),
  STOP_REASON("StopReason", Type.STRING, ""),
  LAMP_GREEN("Lamp.Green", Type.BOOLEAN, ""),
  LAMP_AMBER("Lamp.Amber", Type.BOOLEAN, ""),
  LAMP_RED("Lamp.Red", Type.BOOLEAN, ""),
  PART_PULSE("PartPulse", Type.BOOLEAN, ""),
  HORN("Horn", Type.BOOLEAN, "");

  /** The type of a signal's values: Integer, Long (0 to 2^32-1), Double, Boolean, String. */
  public enum Type {
    INT32,
    UINT32,
    DOUBLE,
    BOOLEAN,
    STRING
  }

  private final String label;
  private final Type type;
  private final String unit;

  Signal(String label, Type type, String unit) {
    this.label = label;
    this.type = type;
    this.unit = unit;
  }

  /** Its name below the press: {@code Press1.OilTemp} is the press's name, a dot and this. */
  public String label() {
    return label;
  }

  /** The type of its values. */
  public Type type() {
    return type;
  }

  /** Its unit as a UNECE code, or "" when it has none. */
  public String unit() {
    return unit;
  }
}
