package io.gemba.agent.core.config;

import io.gemba.hal.spi.ConfigKey;
import java.time.Duration;
import java.util.Optional;

/** Reads durations the way a configuration writes them: {@code 250ms 5s 10min 1h 30d}. */
public final class Durations {
  private static final ConfigKey ANY = ConfigKey.of("for", ConfigKey.Kind.DURATION, "A duration");

  private Durations() {}

  /** The duration, or empty when the text is none. */
  public static Optional<Duration> parse(String text) {
    try {
      return Scalars.convert(ANY, text) instanceof Duration duration
          ? Optional.of(duration)
          : Optional.empty();
    } catch (Complaint complaint) {
      return Optional.empty();
    }
  }
}
