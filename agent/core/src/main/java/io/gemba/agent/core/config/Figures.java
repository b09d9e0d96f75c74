package io.gemba.agent.core.config;

import io.gemba.hal.spi.ConfigKey;
import java.math.BigDecimal;

/** Writes numbers the way a configuration does. */
final class Figures {
  /** Whatever is counted, more than this is a slip of the keyboard (in ms: 285,000 years). */
  static final double LARGEST = 9e15;

  private record Unit(String name, double size) {}

  private static final Unit[] DURATIONS = {
    new Unit("d", 86400e3), new Unit("h", 3600e3), new Unit("min", 60e3), new Unit("s", 1e3)
  };
  private static final Unit[] SIZES = {
    new Unit("TiB", 0x1p40),
    new Unit("GiB", 0x1p30),
    new Unit("MiB", 0x1p20),
    new Unit("KiB", 0x1p10)
  };

  private Figures() {}

  /** What a key's number may be: {@code 10ms to 1min}, {@code at least 1}, or empty. */
  static String range(ConfigKey key) {
    boolean low = Math.abs(key.min()) < LARGEST;
    boolean high = Math.abs(key.max()) < LARGEST;
    if (key.kind() == ConfigKey.Kind.CHOICE || (!low && !high)) {
      return "";
    }
    if (low && high) {
      return written(key, key.min()) + " to " + written(key, key.max());
    }
    return low ? "at least " + written(key, key.min()) : "at most " + written(key, key.max());
  }

  static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static String written(ConfigKey key, double number) {
    return switch (key.kind()) {
      case DURATION -> inUnits(number, DURATIONS, "ms");
      case SIZE -> inUnits(number, SIZES, "");
      case RATE -> plain(number) + "/s";
      case PERCENT -> plain(number * 100) + "%";
      default -> plain(number);
    };
  }

  private static String inUnits(double number, Unit[] units, String smallest) {
    for (Unit unit : units) {
      if (number >= unit.size() && number % unit.size() == 0) {
        return plain(number / unit.size()) + unit.name();
      }
    }
    return plain(number) + smallest;
  }
}
