package io.gemba.hal.gpio.cdev;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * One line that belongs to this process until it is closed. {@link #set} and {@link #close} from
 * any thread, the rest from one.
 */
public final class LineHandle implements AutoCloseable {
  private final int line;
  private final int fd;
  private boolean closed;

  LineHandle(int line, int fd) {
    this.line = line;
    this.fd = fd;
  }

  /** Its number in the chip. */
  public int line() {
    return line;
  }

  int fd() {
    return fd;
  }

  /** Whether the line is high now; a debounced input tells what it believes. */
  public boolean high() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = Uapi.newValues(arena, false);
      Libc.ioctl(fd, Uapi.GET_VALUES, values);
      return Uapi.high(values);
    } catch (Errno e) {
      throw gone(e);
    }
  }

  /** Sets an output's level. */
  public synchronized void set(boolean high) throws IOException {
    if (closed) {
      throw new IOException("GPIO" + line + " was just given back");
    }
    try (Arena arena = Arena.ofConfined()) {
      Libc.ioctl(fd, Uapi.SET_VALUES, Uapi.newValues(arena, high));
    } catch (Errno e) {
      throw gone(e);
    }
  }

  /**
   * The edges that wait, oldest first, as many as the buffer holds; waits for the first.
   *
   * @throws IOException the chip is gone
   */
  List<LineEvent> read(MemorySegment buffer) throws IOException {
    try {
      return Uapi.events(buffer, Libc.read(fd, buffer));
    } catch (Errno e) {
      throw gone(e);
    }
  }

  private IOException gone(Errno e) {
    return e.number() == Errno.ENODEV
        ? unplugged()
        : new IOException("GPIO" + line + " does not answer: " + e.getMessage(), e);
  }

  /** What to say when the chip is no longer there. */
  IOException unplugged() {
    return new IOException("the GPIO chip of line " + line + " is gone: was it unplugged?");
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
    }
  }
}
