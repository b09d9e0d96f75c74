package io.gemba.hal.gpio.sensor;

import io.gemba.hal.gpio.Totals;
import io.gemba.hal.gpio.cdev.NoAnswerException;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * TI's INA219, a meter of direct current (data sheet SBOS448), in its power-on set-up: 32 V, 320
 * mV, 12 bits, converting all the time. Current is the shunt's voltage by its resistance; energy is
 * power by the time between two readings, as long as readings come.
 */
final class Ina219 implements Part {
  private static final int CONFIG = 0;
  private static final int SHUNT = 1;
  private static final int BUS = 2;
  private static final int POWER_ON = 0x399F;
  private static final int OVERFLOW = 1;
  private static final int BUS_SHIFT = 3;
  private static final double SHUNT_VOLTS = 10e-6;
  private static final double BUS_VOLTS = 4e-3;
  private static final int SHUNT_MOST = 32_000;
  private static final double MILLI = 1e3;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIJOULES_PER_WATT_HOUR = 3.6e6;

  /** What of it a point reads. */
  enum Measure {
    VOLTAGE,
    CURRENT,
    POWER,
    ENERGY
  }

  /**
   * How a point's energy is summed.
   *
   * @param total so far, in millijoules
   * @param longest the longest time between two readings that is believed, in nanoseconds
   */
  record Meter(Totals.Total total, LongSupplier ticker, long longest) {}

  private final Registers bus;
  private final int address;
  private final double ohms;
  private final Measure measure;
  private final Meter meter;
  private double lastWatts = Double.NaN;
  private double rest;
  private long lastTicks;

  Ina219(Registers bus, int address, double ohms, Measure measure, Meter meter) {
    this.bus = bus;
    this.address = address;
    this.ohms = ohms;
    this.measure = measure;
    this.meter = meter;
  }

  @Override
  public Reading read(long poll) throws IOException {
    if (bus.read(address, CONFIG) != POWER_ON) {
      bus.write(address, CONFIG, POWER_ON);
      if (bus.read(address, CONFIG) != POWER_ON) {
        throw new NoAnswerException(
            "what is at 0x%02x does not keep its settings: is it an ina219?".formatted(address));
      }
    }
    int busRegister = bus.read(address, BUS);
    short shunt = (short) bus.read(address, SHUNT);
    if ((busRegister & OVERFLOW) != 0 || Math.abs(shunt) >= SHUNT_MOST) {
      lastWatts = Double.NaN;
      return Reading.bad(
          Reading.BAD_SENSOR_FAILURE,
          "the shunt sees 320 mV or more: is " + ohms + " ohm the right one for this current?");
    }
    return told((busRegister >> BUS_SHIFT) * BUS_VOLTS, shunt * SHUNT_VOLTS / ohms);
  }

  private Reading told(double volts, double amperes) {
    return Reading.good(
        Value.of(
            switch (measure) {
              case VOLTAGE -> volts;
              case CURRENT -> amperes;
              case POWER -> volts * amperes;
              case ENERGY -> wattHours(volts * amperes);
            }));
  }

  private double wattHours(double watts) {
    long now = meter.ticker().getAsLong();
    long passed = now - lastTicks;
    if (!Double.isNaN(lastWatts) && passed <= meter.longest()) {
      double more = rest + (lastWatts + watts) / 2 * passed / NANOS_PER_SECOND * MILLI;
      long whole = (long) more;
      rest = more - whole;
      meter.total().add(whole);
    }
    lastWatts = watts;
    lastTicks = now;
    return meter.total().value() / MILLIJOULES_PER_WATT_HOUR;
  }
}
