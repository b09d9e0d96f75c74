package io.gemba.hal.gpio;

import io.gemba.hal.gpio.cdev.LineInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The 40-pin header of a Raspberry Pi as a picture: a row of two pins each, as one looks at it. */
final class Header {
  /** The chips behind it: Pi 5, Pi 4 (CM4), Pi 0 to 3, and what may come. */
  static final List<String> LABELS =
      List.of("pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835", "pinctrl-bcm2712");

  /** What each pin carries, from pin 1: a BCM number or a supply. */
  private static final List<String> PINS =
      List.of(
              "3V3 5V 2 5V 3 GND 4 14 GND 15 17 18 27 GND 22 23 3V3 24 10 GND".split(" ", -1),
              "9 25 11 8 GND 7 0 1 5 GND 6 12 13 GND 19 16 26 20 GND 21".split(" ", -1))
          .stream()
          .flatMap(java.util.Arrays::stream)
          .toList();

  private Header() {}

  /** The rows, from pins 1 and 2 to pins 39 and 40. */
  static Map<String, String> picture(List<LineInfo> lines) {
    Map<String, String> rows = new LinkedHashMap<>();
    for (int pin = 1; pin < PINS.size(); pin += 2) {
      rows.put(
          "pins " + pin + "|" + (pin + 1),
          "%38s | %s".formatted(pin(pin, lines), pin(pin + 1, lines)));
    }
    return rows;
  }

  private static String pin(int pin, List<LineInfo> lines) {
    String carries = PINS.get(pin - 1);
    if (!carries.chars().allMatch(Character::isDigit)) {
      return carries;
    }
    int line = Integer.parseInt(carries);
    String use = line < lines.size() ? use(lines.get(line)) : "not in this chip";
    return "GPIO" + line + " " + use;
  }

  /** The pin that carries a line, or 0. */
  static int pinOf(int line) {
    return PINS.indexOf(Integer.toString(line)) + 1;
  }

  /** What a line does and for whom, such as {@code in, free} or {@code out, taken by 'spi0'}. */
  static String use(LineInfo line) {
    String direction = line.output() ? "out, " : "in, ";
    if (!line.used()) {
      return direction + "free";
    }
    return direction + (line.consumer().isEmpty() ? "taken" : "taken by '" + line.consumer() + "'");
  }
}
