package io.gemba.hal.gpio.sensor;

import java.util.function.LongSupplier;

/**
 * The converter as SBAS444 says: a conversion takes 1/128 s from the write that starts it (here the
 * slowest that is allowed, a tenth longer); until then OS reads 0 and the old result stands; an
 * input beyond the range reads 7FFF.
 */
final class SimulatedAds1115 implements SimulatedBus.SimulatedPart {
  private static final int POWER_ON = 0x8583;
  private static final double[] FULL = {6.144, 4.096, 2.048, 1.024, 0.512, 0.256, 0.256, 0.256};
  private static final long CONVERTS = 8_590_000;

  final double[] volts = new double[4];
  private final LongSupplier ticker;
  private int config = POWER_ON;
  private int result;
  private int next;
  private long ready = Long.MIN_VALUE;
  boolean neverReady;

  SimulatedAds1115(LongSupplier ticker) {
    this.ticker = ticker;
  }

  void losePower() {
    config = POWER_ON;
    result = 0;
    ready = Long.MIN_VALUE;
  }

  private boolean converting() {
    return neverReady || (ready != Long.MIN_VALUE && ticker.getAsLong() < ready);
  }

  @Override
  public int read(int register) {
    if (ready != Long.MIN_VALUE && !converting()) {
      result = next;
      ready = Long.MIN_VALUE;
    }
    return register == 0 ? result : config & 0x7FFF | (converting() ? 0 : 0x8000);
  }

  @Override
  public void write(int register, int value) {
    if (register != 1) {
      return; // the conversion register takes nothing, thresholds are of no use here
    }
    config = value & 0x7FFF;
    boolean singleEnded = (value & 0x4000) != 0;
    if ((value & 0x8000) != 0 && singleEnded) {
      double full = FULL[value >> 9 & 7];
      double raw = volts[value >> 12 & 3] / full * 0x8000;
      next = Math.clamp(Math.round(raw), -0x8000, 0x7FFF) & 0xFFFF;
      ready = ticker.getAsLong() + CONVERTS;
    }
  }
}
