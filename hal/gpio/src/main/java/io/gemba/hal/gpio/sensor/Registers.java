package io.gemba.hal.gpio.sensor;

import io.gemba.hal.gpio.cdev.I2cDevice;
import io.gemba.hal.gpio.cdev.SpiDevice;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A bus whose parts have registers of two bytes, the upper one first. Both calls fail with {@link
 * io.gemba.hal.gpio.cdev.NoAnswerException} when one part does not answer, and with another
 * IOException when the bus is gone. Used by the thread of the run.
 */
interface Registers extends AutoCloseable {

  /** Reads a register, 0 to 0xFFFF. */
  int read(int address, int register) throws IOException;

  /** Writes a register. */
  void write(int address, int register, int value) throws IOException;

  @Override
  void close();

  /** The kernel's I2C bus. */
  static Registers i2c(Path node) throws IOException {
    I2cDevice bus = I2cDevice.open(node);
    return new Registers() {
      @Override
      public int read(int address, int register) throws IOException {
        return bus.readWord(address, register);
      }

      @Override
      public void write(int address, int register, int value) throws IOException {
        bus.writeWord(address, register, value);
      }

      @Override
      public void close() {
        bus.close();
      }
    };
  }

  /** A chip select of the kernel's SPI bus, with a part of the MCP23S17's kind on it. */
  static Registers spi(Path node) throws IOException {
    SpiDevice bus = SpiDevice.open(node);
    return new Registers() {
      @Override
      public int read(int address, int register) throws IOException {
        byte[] answer =
            bus.transfer((byte) (address << 1 | 1), (byte) register, (byte) 0, (byte) 0);
        return Byte.toUnsignedInt(answer[2]) << 8 | Byte.toUnsignedInt(answer[3]);
      }

      @Override
      public void write(int address, int register, int value) throws IOException {
        bus.transfer((byte) (address << 1), (byte) register, (byte) (value >> 8), (byte) value);
      }

      @Override
      public void close() {
        bus.close();
      }
    };
  }
}
