package io.gemba.hal.gpio.sensor;

import io.gemba.hal.gpio.cdev.NoAnswerException;
import io.gemba.hal.spi.Value;
import java.io.IOException;

/**
 * Microchip's MCP23017, and on SPI the MCP23S17: sixteen inputs, GPA0 to GPB7 (data sheet
 * DS20001952, with IOCON.BANK = 0). Lines that no point names stay as they are. A chip that lost
 * its supply has lost its pull-ups, too: it is set up again, and read in the next round.
 */
final class Expander {
  private static final int DIRECTION = 0x00;
  private static final int POLARITY = 0x02;
  private static final int PULL_UPS = 0x0C;
  private static final int LEVELS = 0x12;
  private static final int BYTE = 8;
  private static final int LINES = 16;

  private final Registers bus;
  private final int address;
  private int used;
  private int pulledUp;
  private long poll = -1;
  private int levels;

  Expander(Registers bus, int address) {
    this.bus = bus;
    this.address = address;
  }

  /**
   * One of its inputs, by number: 0 to 7 are GPA0 to GPA7, 8 to 15 GPB0 to GPB7.
   *
   * @param activeLow whether a low level means on
   */
  Part input(int number, boolean pullUp, boolean activeLow) {
    int bit = bit(number);
    used |= bit;
    pulledUp |= pullUp ? bit : 0;
    return round -> {
      look(round);
      return Reading.good(Value.of(((levels & bit) != 0) != activeLow));
    };
  }

  /** Port A is read first, and is the upper byte. */
  private static int bit(int number) {
    return 1 << (number + BYTE) % LINES;
  }

  private void look(long round) throws IOException {
    if (round != poll) {
      setUpIfNeeded();
      levels = bus.read(address, LEVELS);
      poll = round;
    }
  }

  private void setUpIfNeeded() throws IOException {
    if (isSetUp()) {
      return;
    }
    set(DIRECTION, used, used);
    set(POLARITY, used, 0);
    set(PULL_UPS, used, pulledUp);
    if (!isSetUp()) {
      throw new NoAnswerException(
          "what is at 0x%02x does not keep its settings: is it an mcp23017?".formatted(address));
    }
  }

  private boolean isSetUp() throws IOException {
    return (bus.read(address, DIRECTION) & used) == used
        && (bus.read(address, POLARITY) & used) == 0
        && (bus.read(address, PULL_UPS) & used) == pulledUp;
  }

  private void set(int register, int mask, int bits) throws IOException {
    bus.write(address, register, (bus.read(address, register) & ~mask) | bits);
  }
}
