package io.gemba.hal.opcua;

import java.time.Instant;

/**
 * A time in which a point was not listened to.
 *
 * @param from everything up to here is known; grows while the hole is filled
 * @param to everything from here on is known
 */
record Hole(String point, Instant from, Instant to) {
  boolean isOpen() {
    return from.isBefore(to);
  }

  Hole filledUpTo(Instant time) {
    return new Hole(point, time, to);
  }
}
