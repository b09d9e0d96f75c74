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
    /** Whatever was set before. */
    AS_IT_IS,
    OFF,
    UP,
    DOWN
  }

  /** Which edges are of use. */
  enum Edges {
    RISING,
    FALLING,
    BOTH
  }

  /**
   * How an input is wanted.
   *
   * @param line BCM number
   * @param debounce how long a level must stand still; zero = every edge is of use
   */
  record Wanted(int line, Pull pull, Edges edges, Duration debounce) {}

  /**
   * What was granted.
   *
   * @param high whether the line is high now
   * @param debounced whether what comes was debounced as wanted
   * @param onlyWanted whether none but the wanted edges come, so that each one is to be counted
   */
  record Granted(boolean high, boolean debounced, boolean onlyWanted) {}

  /** What was granted of two lines. */
  record Pair(Granted a, Granted b) {}

  /** Switches one line. */
  interface Output {
    /** Sets the level; from any thread, one call at a time. */
    void set(boolean high) throws IOException;
  }

  /**
   * Takes a line as an input whose edges {@link #next} tells from now on: at least the wanted ones.
   *
   * @throws IOException this line cannot be had, in words; the others are not concerned
   */
  Granted input(Wanted wanted) throws IOException;

  /**
   * Takes two lines whose edges {@link #next} tells in the order in which they came; of either edge
   * {@link Edge#lost} then tells how many of both are missing just before it.
   *
   * @throws IOException one of them cannot be had, in words; then neither was taken
   */
  Pair inputs(Wanted a, Wanted b) throws IOException;

  /**
   * Takes a line as an output.
   *
   * @param high the level at first
   * @param after the level when the lines are closed
   * @throws IOException this line cannot be had, in words; the others are not concerned
   */
  Output output(int line, boolean high, boolean after) throws IOException;

  /**
   * The next edge of any input, or nothing within the time given.
   *
   * @throws IOException all lines are lost
   */
  Optional<Edge> next(Duration wait) throws IOException, InterruptedException;

  /** How many edges could not be kept since the last call, beside those that edges tell of. */
  long overflowed();

  /** Puts outputs back and gives everything back; nothing of it survives. */
  @Override
  void close();
}
