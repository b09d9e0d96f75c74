package io.gemba.agent.core.line;

import io.gemba.cloud.spi.LineStatus.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stop as one line of text; its cause stands last, because it may hold anything. */
final class StopText {
  private static final int PARTS = 8;

  private StopText() {}

  static String of(Stop stop) {
    return String.join(
        "|",
        stop.from().toString(),
        stop.state().name(),
        Long.toString(stop.millis()),
        Long.toString(stop.unexplained()),
        Long.toString(stop.fault()),
        Integer.toString(stop.faults()),
        stop.reason() == null ? "" : stop.reason(),
        stop.cause() == null ? "" : stop.cause());
  }

  /**
   * Reads such a line.
   *
   * @throws IllegalArgumentException it is none
   */
  static Stop read(String text) {
    String[] parts = text.split("\\|", PARTS);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("no stop: " + text);
    }
    return new Stop(
        Instant.parse(parts[0]),
        State.valueOf(parts[1]),
        orNull(parts[7]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]),
        Integer.parseInt(parts[5]),
        orNull(parts[6]));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
