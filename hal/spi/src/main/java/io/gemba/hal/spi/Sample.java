package io.gemba.hal.spi;

import java.time.Instant;

/**
 * One reading of one point: the fact that travels the whole line unchanged.
 *
 * @param point the point's name as configured under {@code devices.<name>.points}
 * @param value what was read; {@link Value#NONE} when there is nothing to show for a bad quality
 * @param quality how far the value may be trusted
 * @param statusCode the device's own status as an unsigned 32-bit OPC UA status code (OPC 10000-4
 *     §7.39), or 0 where there is none
 * @param sourceTime when the machine says it happened (UTC). An adapter without a device clock uses
 *     the gateway's. The journal and the wire keep milliseconds
 */
public record Sample(
    String point, Value value, Quality quality, long statusCode, Instant sourceTime) {

  /** A good sample without a status code. */
  public static Sample good(String point, Value value, Instant sourceTime) {
    return new Sample(point, value, Quality.GOOD, 0, sourceTime);
  }

  /** A bad sample without a value, carrying the status code that says why (0 = no code). */
  public static Sample bad(String point, long statusCode, Instant sourceTime) {
    return new Sample(point, Value.NONE, Quality.BAD, statusCode, sourceTime);
  }
}
