package io.gemba.hal.gpio.cdev;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** One chip select of an SPI bus (linux/spi/spidev.h), at 1 MHz. Used by one thread. */
public final class SpiDevice implements AutoCloseable {
  /** SPI_IOC_MESSAGE(1). */
  static final long MESSAGE = 0x40206B00L;

  private static final int HERTZ = 1_000_000;
  private static final int BITS = 8;

  private final DeviceFile file;

  private SpiDevice(DeviceFile file) {
    this.file = file;
  }

  /**
   * Opens a chip select.
   *
   * @param node such as {@code /dev/spidev0.0}
   * @throws IOException it is not there or not allowed, in words
   */
  public static SpiDevice open(Path node) throws IOException {
    return new SpiDevice(DeviceFile.open(node, "spi"));
  }

  /** Sends bytes and gives back what came meanwhile, as many. */
  public byte[] transfer(byte... sent) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocateFrom(JAVA_BYTE, sent);
      MemorySegment in = arena.allocate(sent.length);
      Libc.ioctl(file.fd(), MESSAGE, message(arena, out, in));
      return in.toArray(JAVA_BYTE);
    } catch (Errno e) {
      throw file.why(0, e);
    }
  }

  /** A struct spi_ioc_transfer. */
  static MemorySegment message(Arena arena, MemorySegment out, MemorySegment in) {
    MemorySegment message = arena.allocate(32, 8);
    message.set(JAVA_LONG, 0, out.address());
    message.set(JAVA_LONG, 8, in.address());
    message.set(JAVA_INT, 16, (int) out.byteSize());
    message.set(JAVA_INT, 20, HERTZ);
    message.set(JAVA_BYTE, 26, (byte) BITS);
    return message;
  }

  @Override
  public void close() {
    file.close();
  }
}
