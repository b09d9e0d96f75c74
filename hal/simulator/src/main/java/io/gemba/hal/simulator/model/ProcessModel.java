package io.gemba.hal.simulator.model;

import java.util.SplittableRandom;

/** Oil temperature, pump speed and energy: what drifts, follows the load and only grows. */
final class ProcessModel {

  static final double LOWEST_SETPOINT = 20;
  static final double HIGHEST_SETPOINT = 90;

  /** The oil answers with this time constant. */
  private static final double TAU_SECONDS = 90;

  /** The pump gathers or loses this much in a second. */
  private static final double RAMP_RPM = 400;

  private final SplittableRandom random;
  private double setpoint = 60;
  private double oil = 57;
  private double drift;
  private double speed;
  private double kilowattHours;

  ProcessModel(SplittableRandom random) {
    this.random = random;
    this.kilowattHours = 10_000 + random.nextInt(5_000);
  }

  double setpoint() {
    return setpoint;
  }

  void setpoint(double celsius) {
    if (!(celsius >= LOWEST_SETPOINT && celsius <= HIGHEST_SETPOINT)) {
      throw new IllegalArgumentException(
          "the setpoint must be from 20 to 90 CEL, not %s".formatted(celsius));
    }
    setpoint = celsius;
  }

  double oilTemp() {
    return Math.round((oil + 0.03 * random.nextGaussian()) * 100) / 100.0;
  }

  double speed() {
    return speed == 0 ? 0 : Math.round((speed + 2 * random.nextGaussian()) * 10) / 10.0;
  }

  /** In kWh; rounded down, so that it never falls. */
  double energy() {
    return Math.floor(kilowattHours * 1000) / 1000;
  }

  /** Lets the press work for a while in one state. */
  void step(double seconds, PackMlState state) {
    Load load = Load.of(state);
    drift = 0.999 * drift + 0.01 * random.nextGaussian();
    double target = setpoint + load.warms + drift;
    oil += (target - oil) * (1 - Math.exp(-seconds / TAU_SECONDS));
    double reach = RAMP_RPM * seconds;
    speed += Math.clamp(load.rpm - speed, -reach, reach);
    double kilowatts = load.kilowatts * (1 + 0.05 * Math.clamp(random.nextGaussian(), -3, 3));
    kilowattHours += kilowatts * seconds / 3600;
  }

  private enum Load {
    WORKING(1.5, 1180, 22),
    WAITING(-4, 600, 8),
    DOWN(-12, 0, 3);

    private final double warms;
    private final double rpm;
    private final double kilowatts;

    Load(double warms, double rpm, double kilowatts) {
      this.warms = warms;
      this.rpm = rpm;
      this.kilowatts = kilowatts;
    }

    static Load of(PackMlState state) {
      return switch (state) {
        case EXECUTE, COMPLETING -> WORKING;
        case STOPPED, STOPPING, ABORTED, ABORTING, CLEARING -> DOWN;
        default -> WAITING;
      };
    }
  }
}
