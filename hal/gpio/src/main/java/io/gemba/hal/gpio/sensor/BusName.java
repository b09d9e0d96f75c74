package io.gemba.hal.gpio.sensor;

import io.gemba.hal.spi.ConfigException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bus is meant, as the key {@code bus} says.
 *
 * @param kind what it is
 * @param node where the kernel shows it
 */
record BusName(Kind kind, Path node) {
  private static final Pattern I2C = Pattern.compile("i2c-([0-9]{1,3})");
  private static final Pattern SPI = Pattern.compile("spi-([0-9]{1,2}\\.[0-9]{1,2})");

  /** The kinds of buses. */
  enum Kind {
    I2C,
    SPI,
    W1
  }

  /** Reads what was written; throws for the key {@code bus}. */
  static BusName parse(String text) throws ConfigException {
    Matcher i2c = I2C.matcher(text);
    if (i2c.matches()) {
      return new BusName(Kind.I2C, Path.of("/dev/i2c-" + i2c.group(1)));
    }
    Matcher spi = SPI.matcher(text);
    if (spi.matches()) {
      return new BusName(Kind.SPI, Path.of("/dev/spidev" + spi.group(1)));
    }
    if (text.equals("w1")) {
      return new BusName(Kind.W1, Path.of("/sys/bus/w1/devices"));
    }
    throw new ConfigException(
        "bus", "'" + text + "' is no bus: write i2c-1 (as in /dev/i2c-1), spi-0.0 or w1");
  }
}
