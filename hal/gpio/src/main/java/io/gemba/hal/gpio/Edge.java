package io.gemba.hal.gpio;

import java.time.Instant;

/**
 * A line changed its level.
 *
 * @param line BCM number
 * @param high the level after it
 * @param time when, by the gateway's clock
 * @param ticks when, by the monotonic clock, in nanoseconds
 */
record Edge(int line, boolean high, Instant time, long ticks) {}
