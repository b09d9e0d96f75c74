package io.gemba.hal.gpio;

import io.gemba.hal.spi.ConfigException;

/** Which lines are meant, as the key {@code chip} says. */
sealed interface Chip {

  /** The chip behind the header of the Raspberry Pi this runs on. */
  record Auto() implements Chip {}

  /** No hardware at all: lines that never change by themselves. */
  record Mock() implements Chip {}

  /** A simulator's text feed. */
  record Sim(String host, int port) implements Chip {}

  /** A chip by its name, such as gpiochip0, its label, or what sysfs calls it. */
  record Named(String name) implements Chip {}

  /** Reads what was written; throws for the key {@code chip}. */
  static Chip parse(String text) throws ConfigException {
    if (text.isBlank()) {
      throw new ConfigException("chip", "write auto, gpiochip0, a label, sim:HOST:PORT or mock");
    }
    return switch (text) {
      case "auto" -> new Auto();
      case "mock" -> new Mock();
      default -> text.startsWith("sim:") ? sim(text.substring(4)) : new Named(text);
    };
  }

  private static Sim sim(String address) throws ConfigException {
    int colon = address.lastIndexOf(':');
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      if (colon > 0 && port > 0 && port < 0x10000) {
        return new Sim(address.substring(0, colon), port);
      }
    } catch (NumberFormatException e) {
      throw new ConfigException("chip", "no port in 'sim:" + address + "': write sim:HOST:PORT");
    }
    throw new ConfigException("chip", "'sim:" + address + "' should be sim:HOST:PORT");
  }
}
