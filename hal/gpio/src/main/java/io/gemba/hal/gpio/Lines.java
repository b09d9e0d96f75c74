package io.gemba.hal.gpio;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The lines of one chip, by BCM number: the one door to whatever drives them. Used by the thread of
 * the run, except for {@link Output#set}.
 */
interface Lines extends AutoCloseable {

  /** What holds an input's level while nobody drives it. */
  enum Pull {
    OFF,
    UP,
    DOWN
  }

  /** Switches one line. */
  interface Output {
    /** Sets the level; from any thread, one call at a time. */
    void set(boolean high) throws IOException;
  }

  /**
   * Takes a line as an input whose edges {@link #next} tells from now on, none of them debounced.
   *
   * @return whether the line is high now
   * @throws IOException this line cannot be had, in words; the others are not concerned
   */
  boolean input(int line, Pull pull) throws IOException;

  /**
   * Takes a line as an output.
   *
   * @param high the level at first, and again when the lines are closed
   * @throws IOException this line cannot be had, in words; the others are not concerned
   */
  Output output(int line, boolean high) throws IOException;

  /**
   * The next edge of any input, or nothing within the time given.
   *
   * @throws IOException all lines are lost
   */
  Optional<Edge> next(Duration wait) throws IOException, InterruptedException;

  /** How many edges could not be kept since the last call. */
  long overflowed();

  /** Puts outputs back and gives everything back; nothing of it survives. */
  @Override
  void close();
}
