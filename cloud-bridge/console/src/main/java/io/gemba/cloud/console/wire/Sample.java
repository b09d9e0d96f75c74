package io.gemba.cloud.console.wire;

import org.jspecify.annotations.Nullable;

/**
 * One value of one point.
 *
 * @param point name within its device
 * @param time source time, ms since the epoch, UTC
 * @param value a {@code Long}, {@code Double}, {@code Boolean}, {@code String}, {@code BigInteger}
 *     (integers beyond 64 bits stay exact) or null
 * @param statusCode OPC UA status code, 0 when there is none
 * @param unsynced whether the time is that of a gateway whose clock was not set, and may be put
 *     right later
 */
public record Sample(
    String point,
    long time,
    @Nullable Object value,
    Quality quality,
    long statusCode,
    boolean unsynced) {

  /** With a time that is what it is. */
  public Sample(String point, long time, @Nullable Object value, Quality quality, long statusCode) {
    this(point, time, value, quality, statusCode, false);
  }
}
