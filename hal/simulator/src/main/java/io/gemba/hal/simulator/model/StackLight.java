package io.gemba.hal.simulator.model;

/**
 * What the three lamps show. Chosen so that the usual reading of a stack light (red fault, green
 * running, green blinking set-up, amber idle, all off stopped) agrees with the PackML state.
 */
record StackLight(Lamp green, Lamp amber, Lamp red) {

  /** How one lamp burns. */
  enum Lamp {
    OFF,
    ON,
    BLINKING;

    boolean lit(boolean blinkPhase) {
      return this == ON || (this == BLINKING && blinkPhase);
    }
  }

  static StackLight of(PackMlState state, UnitMode mode) {
    return switch (state) {
      case EXECUTE, COMPLETING -> new StackLight(Lamp.ON, Lamp.OFF, Lamp.OFF);
      case ABORTING -> new StackLight(Lamp.OFF, Lamp.OFF, Lamp.BLINKING);
      case ABORTED, CLEARING -> new StackLight(Lamp.OFF, Lamp.OFF, Lamp.ON);
      case STOPPED, STOPPING, HOLDING, HELD ->
          new StackLight(mode == UnitMode.MANUAL ? Lamp.BLINKING : Lamp.OFF, Lamp.OFF, Lamp.OFF);
      default -> new StackLight(Lamp.OFF, Lamp.ON, Lamp.OFF);
    };
  }

  boolean blinks() {
    return green == Lamp.BLINKING || amber == Lamp.BLINKING || red == Lamp.BLINKING;
  }
}
