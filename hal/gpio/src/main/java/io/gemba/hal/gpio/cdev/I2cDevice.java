package io.gemba.hal.gpio.cdev;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * One open I2C bus (linux/i2c-dev.h), spoken to in SMBus words: what every adapter of the kernel
 * can, by itself or emulated. A transfer may take up to the kernel's time limit, usually a second.
 * Used by one thread.
 */
public final class I2cDevice implements AutoCloseable {
  static final long SLAVE = 0x0703;
  static final long SMBUS = 0x0720;
  private static final int WRITE = 0;
  private static final int READ = 1;
  private static final int WORD_DATA = 3;

  private final DeviceFile file;

  private I2cDevice(DeviceFile file) {
    this.file = file;
  }

  /**
   * Opens a bus.
   *
   * @param node such as {@code /dev/i2c-1}
   * @throws IOException it is not there or not allowed, in words
   */
  public static I2cDevice open(Path node) throws IOException {
    return new I2cDevice(DeviceFile.open(node, "i2c"));
  }

  /**
   * Reads a register of two bytes, the first of them the upper one.
   *
   * @throws NoAnswerException nobody answers at this address
   * @throws IOException the bus is gone
   */
  public int readWord(int address, int register) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(34, 8);
      transfer(arena, address, READ, register, data);
      return Short.toUnsignedInt(Short.reverseBytes(data.get(JAVA_SHORT, 0)));
    }
  }

  /** Writes a register of two bytes, the upper one first; fails as {@link #readWord}. */
  public void writeWord(int address, int register, int value) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(34, 8);
      data.set(JAVA_SHORT, 0, Short.reverseBytes((short) value));
      transfer(arena, address, WRITE, register, data);
    }
  }

  private void transfer(Arena arena, int address, int way, int register, MemorySegment data)
      throws IOException {
    try {
      Libc.ioctl(file.fd(), SLAVE, MemorySegment.ofAddress(address));
      Libc.ioctl(file.fd(), SMBUS, smbus(arena, way, register, data));
    } catch (Errno e) {
      throw file.why(address, e);
    }
  }

  /** A struct i2c_smbus_ioctl_data. */
  static MemorySegment smbus(Arena arena, int way, int register, MemorySegment data) {
    MemorySegment request = arena.allocate(8 + ADDRESS.byteSize(), 8);
    request.set(JAVA_BYTE, 0, (byte) way);
    request.set(JAVA_BYTE, 1, (byte) register);
    request.set(JAVA_INT, 4, WORD_DATA);
    request.set(ADDRESS, 8, data);
    return request;
  }

  @Override
  public void close() {
    file.close();
  }
}
