package io.gemba.hal.gpio.sensor;

/** The meter as SBOS448 says, in its power-on set-up; without a calibration its current reads 0. */
final class SimulatedIna219 implements SimulatedBus.SimulatedPart {
  private static final int CONVERSION_READY = 2;

  double busVolts;
  double shuntVolts;
  int config = 0x399F;
  boolean deaf;

  @Override
  public int read(int register) {
    return switch (register) {
      case 0 -> config;
      case 1 -> Math.clamp(Math.round(shuntVolts / 10e-6), -32_000, 32_000) & 0xFFFF;
      case 2 -> (int) Math.round(busVolts / 4e-3) << 3 | CONVERSION_READY;
      default -> 0;
    };
  }

  @Override
  public void write(int register, int value) {
    if (register == 0 && !deaf) {
      config = value;
    }
  }
}
