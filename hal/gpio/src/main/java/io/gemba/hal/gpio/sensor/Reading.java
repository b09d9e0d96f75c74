package io.gemba.hal.gpio.sensor;

import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a part said.
 *
 * @param status OPC UA status code (OPC 10000-6 annex A), 0 when it is good
 * @param problem what is wrong, in words, or null
 */
record Reading(Value value, long status, @Nullable String problem) {
  static final long BAD_COMMUNICATION = 0x80050000L;
  static final long BAD_NO_COMMUNICATION = 0x80310000L;
  static final long BAD_SENSOR_FAILURE = 0x808C0000L;
  static final long UNCERTAIN_UNITS_EXCEEDED = 0x40940000L;

  /** As it should be. */
  static Reading good(Value value) {
    return new Reading(value, 0, null);
  }

  /** A value beyond what the signal is for. */
  static Reading doubtful(Value value, String problem) {
    return new Reading(value, UNCERTAIN_UNITS_EXCEEDED, problem);
  }

  /** No value to be used. */
  static Reading bad(long status, String problem) {
    return new Reading(Value.NONE, status, problem);
  }

  Quality quality() {
    return Quality.ofStatusCode(status);
  }
}
