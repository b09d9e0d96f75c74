package io.gemba.hal.gpio;

import java.time.Instant;

/**
 * A line changed its level.
 *
 * @param line BCM number
 * @param high the level after it
 * @param time when, by the gateway's clock
 * @param ticks when, by the monotonic clock, in nanoseconds
 * @param lost how many edges of this line just before it are known to be lost
 */
record Edge(int line, boolean high, Instant time, long ticks, long lost) {

  /** An edge with none lost before it, as far as anybody knows. */
  Edge(int line, boolean high, Instant time, long ticks) {
    this(line, high, time, ticks, 0);
  }
}
