package io.gemba.hal.gpio.sensor;

import java.io.IOException;

/** The driver of what one point reads. Used by the thread of the run. */
@FunctionalInterface
interface Part {

  /**
   * Reads it now.
   *
   * @param poll the number of this round: parts that several points share are asked once in it
   * @throws io.gemba.hal.gpio.cdev.NoAnswerException this part alone does not answer, in words
   * @throws IOException the bus is gone
   */
  Reading read(long poll) throws IOException, InterruptedException;
}
