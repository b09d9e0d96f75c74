package io.gemba.hal.gpio.sensor;

import io.gemba.hal.spi.Value;
import java.util.Locale;

/**
 * A standard signal, from the volts that a converter sees to what they stand for. Of 4–20 mA NAMUR
 * NE 43 says what is no measurement: below 3.6 mA (a broken wire) and above 21 mA; up to 3.8 and
 * from 20.5 mA on it is doubtful.
 *
 * @param range which signal
 * @param perVolt signal (V or mA) per volt at the converter
 * @param low what the lower end stands for
 * @param high what the upper end stands for
 */
record Signal(Range range, double perVolt, double low, double high) {
  private static final double LIVE_ZERO = 3.6;
  private static final double LOWEST = 3.8;
  private static final double HIGHEST = 20.5;
  private static final double SHORT = 21;

  /** The signals there are. */
  enum Range {
    VOLTS("volts", 0, 1, 4.096),
    V_0_10("0-10V", 0, 10, 10.5),
    MA_0_20("0-20mA", 0, 20, 22),
    MA_4_20("4-20mA", 4, 20, 22);

    final String written;
    final double from;
    final double to;

    /** The most that has to be told apart from an overflow. */
    final double most;

    Range(String written, double from, double to, double most) {
      this.written = written;
      this.from = from;
      this.to = to;
      this.most = most;
    }

    boolean isCurrent() {
      return this == MA_0_20 || this == MA_4_20;
    }
  }

  /** What so many volts at the converter mean. */
  Reading of(double volts) {
    double signal = volts * perVolt;
    Value value = Value.of(low + (signal - range.from) / (range.to - range.from) * (high - low));
    if (range != Range.MA_4_20) {
      return Reading.good(value);
    }
    String seen = String.format(Locale.ROOT, "%.2f mA", signal);
    if (signal < LIVE_ZERO) {
      return Reading.bad(
          Reading.BAD_SENSOR_FAILURE,
          seen + " is below the live zero of 3.6 mA: wire broken, or sensor without supply?");
    }
    if (signal > SHORT) {
      return Reading.bad(
          Reading.BAD_SENSOR_FAILURE, seen + " is above 21 mA: sensor broken, or short circuit?");
    }
    return signal < LOWEST || signal > HIGHEST
        ? Reading.doubtful(value, seen + " is beyond what the sensor measures")
        : Reading.good(value);
  }

  /** The most volts at the converter that have to be told apart. */
  double mostVolts() {
    return range.most / perVolt;
  }
}
