package io.gemba.hal.gpio.sensor;

import io.gemba.hal.gpio.cdev.NoAnswerException;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * A thermometer DS18B20 on the kernel's 1-Wire bus, read with all nine bytes it said and their
 * check sum (drivers/w1/slaves/w1_therm). Refused are a wrong check sum, a bus that says nothing
 * but zeros, and the 85 °C that stand in it before its first conversion. A reading takes up to 750
 * ms.
 */
final class Ds18b20 implements Part {
  private static final int BYTES = 9;
  private static final int RESERVED = 6;
  private static final int UNTOUCHED = 0x0C;
  private static final int CONVERTED = 0x10;
  private static final int POWER_ON = 85 * 16;
  private static final double PER_KELVIN = 16;
  private static final double NEAR = 5;
  private static final int POLYNOMIAL = 0x8C;
  private static final double LEAST = -55;
  private static final double MOST = 125;

  private final Path file;
  private final String name;
  private double last = Double.NaN;

  /**
   * Reads nothing yet.
   *
   * @param devices usually {@code /sys/bus/w1/devices}
   * @param name such as {@code 28-0316a2794bff}
   */
  Ds18b20(Path devices, String name) {
    this.file = devices.resolve(name).resolve("w1_slave");
    this.name = name;
  }

  @Override
  public Reading read(long poll) throws IOException {
    int[] said = bytes();
    if (crc(said) != 0) {
      return Reading.bad(
          Reading.BAD_COMMUNICATION,
          name + " was misheard (check sum): long wires, or no pull-up of 4.7 kOhm?");
    }
    int raw = (short) (said[1] << 8 | said[0]);
    double celsius = raw / PER_KELVIN;
    if (raw == POWER_ON && !believable(said)) {
      return Reading.bad(
          Reading.BAD_SENSOR_FAILURE,
          name + " says 85 °C as after a power-on, not a measurement: does its supply fail?");
    }
    if (celsius < LEAST || celsius > MOST) {
      return Reading.bad(Reading.BAD_SENSOR_FAILURE, name + " says " + celsius + " °C");
    }
    last = celsius;
    return Reading.good(Value.of(celsius));
  }

  /**
   * Of the genuine chip a byte that every conversion changes tells it apart; of copies only that it
   * was about as warm before.
   */
  private boolean believable(int[] said) {
    boolean near = Math.abs(last - POWER_ON / PER_KELVIN) <= NEAR;
    return near ? said[RESERVED] != UNTOUCHED : Double.isNaN(last) && said[RESERVED] == CONVERTED;
  }

  private int[] bytes() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new NoAnswerException(name + " is not on the bus: is it wired?");
    } catch (IOException e) {
      throw new NoAnswerException(name + " cannot be read: " + e.getMessage());
    }
    int[] bytes = new int[BYTES];
    String[] words = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", -1);
    boolean allZero = true;
    for (int i = 0; i < BYTES; i++) {
      if (words.length < BYTES || words[i].length() != 2) {
        throw new NoAnswerException(name + " says nothing that can be understood");
      }
      bytes[i] = HexFormat.fromHexDigits(words[i]);
      allZero &= bytes[i] == 0;
    }
    if (allZero) {
      throw new NoAnswerException(name + " says only zeros: is the bus short-circuited?");
    }
    return bytes;
  }

  /** 0 when the last byte is right for the others (Maxim's CRC-8). */
  static int crc(int... bytes) {
    int crc = 0;
    for (int value : bytes) {
      crc ^= value;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? crc >> 1 ^ POLYNOMIAL : crc >> 1;
      }
    }
    return crc;
  }
}
