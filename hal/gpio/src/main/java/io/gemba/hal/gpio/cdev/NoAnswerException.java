package io.gemba.hal.gpio.cdev;

import java.io.IOException;

/** A part of a bus does not answer, or not as it should; the bus itself is still there. */
public final class NoAnswerException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why, in words. */
  public NoAnswerException(String why) {
    super(why);
  }
}
