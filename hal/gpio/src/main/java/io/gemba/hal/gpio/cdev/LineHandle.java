package io.gemba.hal.gpio.cdev;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One line, or several taken together, that belong to this process until closed. {@link #set} and
 * {@link #close} from any thread, the rest from one.
 */
public final class LineHandle implements AutoCloseable {
  private final List<Integer> lines;
  private final int fd;
  private boolean closed;

  LineHandle(List<Integer> lines, int fd) {
    this.lines = lines;
    this.fd = fd;
  }

  /** Their numbers in the chip. */
  public List<Integer> lines() {
    return lines;
  }

  int fd() {
    return fd;
  }

  /** Whether they are high now, in order; a debounced input tells what it believes. */
  public List<Boolean> high() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment values = Uapi.newValues(arena, lines.size(), false);
      Libc.ioctl(fd, Uapi.GET_VALUES, values);
      List<Boolean> high = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        high.add(Uapi.high(values, i));
      }
      return high;
    } catch (Errno e) {
      throw gone(e);
    }
  }

  /** Sets an output's level. */
  public synchronized void set(boolean high) throws IOException {
    if (closed) {
      throw new IOException(name() + " was just given back");
    }
    try (Arena arena = Arena.ofConfined()) {
      Libc.ioctl(fd, Uapi.SET_VALUES, Uapi.newValues(arena, lines.size(), high));
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

  private String name() {
    return lines.stream().map(line -> "GPIO" + line).collect(Collectors.joining(" and "));
  }

  private IOException gone(Errno e) {
    return e.number() == Errno.ENODEV
        ? unplugged()
        : new IOException(name() + " does not answer: " + e.getMessage(), e);
  }

  /** What to say when the chip is no longer there. */
  IOException unplugged() {
    return new IOException("the GPIO chip of " + name() + " is gone: was it unplugged?");
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Libc.close(fd);
    }
  }
}
