package io.gemba.hal.gpio.cdev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The open file of a bus in /dev, and what its errors mean. */
final class DeviceFile implements AutoCloseable {
  private final Path node;
  private final int fd;

  private DeviceFile(Path node, int fd) {
    this.node = node;
    this.fd = fd;
  }

  /** Opens it; the group is the one that usually owns it. */
  static DeviceFile open(Path node, String group) throws IOException {
    try {
      return new DeviceFile(node, Libc.open(node.toString()));
    } catch (Errno e) {
      throw new IOException(whyNotOpen(node, group, e), e);
    }
  }

  private static String whyNotOpen(Path node, String group, Errno e) {
    return switch (e.number()) {
      case Errno.EACCES, Errno.EPERM ->
          "this user may not open " + node + ": add it to the group " + group;
      case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO ->
          "there is no "
              + node
              + ": on a Pi switch the bus on with raspi-config (Interface Options) or dtparam";
      default -> node + " cannot be opened: " + e.getMessage();
    };
  }

  int fd() {
    return fd;
  }

  /** What a failed transfer says of the part, or of the whole bus. */
  IOException why(int address, Errno e) {
    String part = "0x%02x of %s".formatted(address, node);
    if (e.number() == Errno.ENODEV && Files.exists(node)) {
      return nobody(part); // said of a part by some buses, of the bus by all
    }
    return switch (e.number()) {
      case Errno.ENODEV, Errno.EBADF -> new IOException(node + " is gone: was it unplugged?", e);
      case Errno.ENXIO, Errno.EREMOTEIO -> nobody(part);
      case Errno.EBUSY ->
          new NoAnswerException("a driver of the kernel has " + part + " for itself");
      case Errno.ETIMEDOUT, Errno.EAGAIN ->
          new NoAnswerException(
              node + " is stuck: does something hold SDA or SCL down, or are pull-ups missing?");
      default -> new NoAnswerException(part + " cannot be read: " + e.getMessage());
    };
  }

  private static NoAnswerException nobody(String part) {
    return new NoAnswerException(
        "nobody answers at " + part + ": is it wired, powered, and its address right?");
  }

  @Override
  public void close() {
    Libc.close(fd);
  }
}
