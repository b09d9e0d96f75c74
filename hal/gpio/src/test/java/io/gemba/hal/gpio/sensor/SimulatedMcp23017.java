package io.gemba.hal.gpio.sensor;

/**
 * The expander as DS20001952 says, IOCON.BANK = 0: pairs of registers for ports A and B; after a
 * power-on all are inputs without pull-ups. An open input floats low here until it is pulled up.
 */
final class SimulatedMcp23017 implements SimulatedBus.SimulatedPart {
  private int[] registers = powerOn();

  /** Bits that contacts to ground hold low, port A in the upper byte. */
  int closed;

  /** Bits that are driven high from outside. */
  int driven;

  private static int[] powerOn() {
    int[] registers = new int[0x16];
    registers[0] = 0xFF;
    registers[1] = 0xFF;
    return registers;
  }

  void losePower() {
    registers = powerOn();
  }

  /** As something else left it: a line that another program drives. */
  void set(int register, int value) {
    registers[register] = value;
  }

  int get(int register) {
    return registers[register];
  }

  @Override
  public int read(int register) {
    if (register == 0x12) {
      int pull = registers[0x0C] << 8 | registers[0x0D];
      int polarity = registers[0x02] << 8 | registers[0x03];
      return ((pull | driven) & ~closed & 0xFFFF) ^ polarity;
    }
    return registers[register] << 8 | registers[register + 1];
  }

  @Override
  public void write(int register, int value) {
    registers[register] = value >> 8 & 0xFF;
    registers[register + 1] = value & 0xFF;
  }
}
