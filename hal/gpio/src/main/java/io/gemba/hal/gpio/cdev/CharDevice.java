package io.gemba.hal.gpio.cdev;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/** One open GPIO chip. Lines taken from it outlive it. Used by one thread. */
public final class CharDevice implements AutoCloseable {
  private final Path node;
  private final int fd;
  private final ChipInfo info;

  private CharDevice(Path node, int fd, ChipInfo info) {
    this.node = node;
    this.fd = fd;
    this.info = info;
  }

  /**
   * Opens a chip.
   *
   * @param node such as {@code /dev/gpiochip0}
   * @throws IOException it is not there, not allowed, or no GPIO chip: in words
   */
  public static CharDevice open(Path node) throws IOException {
    int fd;
    try {
      fd = Libc.open(node.toString());
    } catch (Errno e) {
      throw new IOException(whyNotOpen(node, e), e);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = Uapi.newChipInfo(arena);
      Libc.ioctl(fd, Uapi.GET_CHIPINFO, info);
      return new CharDevice(node, fd, Uapi.chipInfo(info));
    } catch (Errno e) {
      Libc.close(fd);
      throw new IOException(node + " is no GPIO chip: " + e.getMessage(), e);
    }
  }

  private static String whyNotOpen(Path node, Errno e) {
    return switch (e.number()) {
      case Errno.EACCES, Errno.EPERM ->
          "this user may not open " + node + ": add it to the group that owns it (usually gpio)";
      case Errno.ENOENT, Errno.ENODEV -> "there is no " + node + ": was the chip unplugged?";
      default -> node + " cannot be opened: " + e.getMessage();
    };
  }

  /** What the kernel calls it. */
  public ChipInfo info() {
    return info;
  }

  /**
   * What the kernel knows of one line.
   *
   * @throws IOException there is no such line, or the chip is gone
   */
  public LineInfo line(int line) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment asked = Uapi.newLineInfo(arena, line);
      Libc.ioctl(fd, Uapi.GET_LINEINFO, asked);
      return Uapi.lineInfo(asked);
    } catch (Errno e) {
      throw new IOException(whyNot(line, e), e);
    }
  }

  /**
   * Takes a line for this process alone.
   *
   * @throws IOException it belongs to somebody else, or the chip cannot do what is asked: in words
   */
  public LineHandle take(LineRequest wanted) throws IOException {
    try {
      return new LineHandle(wanted.lines(), request(wanted));
    } catch (Errno e) {
      throw new IOException(whyNot(culprit(wanted.lines()), e), e);
    }
  }

  /** Of several lines the one that is not there or not free, as far as can be seen. */
  private int culprit(List<Integer> lines) {
    for (int line : lines) {
      try {
        if (line >= info.lines() || line(line).used()) {
          return line;
        }
      } catch (IOException e) {
        return line;
      }
    }
    return lines.getFirst();
  }

  /** A chip that knows no bias refuses to switch it off, though nothing is there to switch off. */
  private int request(LineRequest wanted) throws Errno {
    try {
      return granted(wanted);
    } catch (Errno e) {
      if (wanted.bias() != LineRequest.Bias.OFF || e.number() == Errno.EBUSY) {
        throw e;
      }
      return granted(wanted.with(LineRequest.Bias.AS_IT_IS));
    }
  }

  private int granted(LineRequest wanted) throws Errno {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = Uapi.newRequest(arena, wanted);
      Libc.ioctl(fd, Uapi.GET_LINE, request);
      return Uapi.fd(request);
    }
  }

  private String whyNot(int line, Errno e) {
    String chip = info.name() + " (" + info.label() + ")";
    if (line >= info.lines()) {
      return "there is no line " + line + ": " + chip + " has lines 0 to " + (info.lines() - 1);
    }
    return switch (e.number()) {
      case Errno.EBUSY ->
          "GPIO"
              + line
              + " of "
              + chip
              + " belongs to "
              + owner(line)
              + ": it is taken as soon as it comes free";
      case Errno.ENODEV -> chip + " is gone: was it unplugged?";
      case Errno.EPERM, Errno.EACCES -> "GPIO" + line + " of " + chip + " is not for this user";
      default ->
          "GPIO"
              + line
              + " of "
              + chip
              + " cannot do what is asked (pull? edges?): "
              + e.getMessage();
    };
  }

  private String owner(int line) {
    try {
      String consumer = line(line).consumer();
      return consumer.isEmpty() ? "another program" : "'" + consumer + "'";
    } catch (IOException e) {
      return "another program"; // who it is was only a courtesy
    }
  }

  @Override
  public String toString() {
    return node + " (" + info.label() + ")";
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
