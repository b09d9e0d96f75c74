package io.gemba.cloud.mqtt;

import java.time.Instant;

/** Moments as the wire has them: milliseconds since the epoch, UTC. */
final class Millis {
  private Millis() {}

  /** The moment in milliseconds, at the end of the scale when a device's clock is beyond it. */
  static long of(Instant moment) {
    try {
      return moment.toEpochMilli();
    } catch (ArithmeticException e) {
      return moment.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
