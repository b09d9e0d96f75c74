package io.gemba.hal.gpio.cdev;

import java.io.IOException;

/** A system call refused, with the number it gave. */
final class Errno extends IOException {
  private static final long serialVersionUID = 1;

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EBADF = 9;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int ETIMEDOUT = 110;
  static final int EREMOTEIO = 121;

  private final int number;

  Errno(String call, int number) {
    super(call + " failed with error " + number);
    this.number = number;
  }

  /** Which error, as in errno.h. */
  int number() {
    return number;
  }
}
