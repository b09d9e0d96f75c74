package io.gemba.cloud.console.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where history is kept, and how long.
 *
 * @param database null for SQLite in the console's folder
 * @param retention how long each kind is kept
 */
public record StorageConfig(@Nullable Database database, Retention retention) {
  /** SQLite in the console's folder, with the defaults of {@link Retention}. */
  public static final StorageConfig LOCAL = new StorageConfig(null, Retention.DEFAULT);

  /**
   * A PostgreSQL database.
   *
   * @param url {@code postgresql://user@host:port/name}, its query handed to the driver (such as
   *     {@code sslmode=verify-full}); never with a password
   * @param passwordFile read at every connection; null where the server asks for none
   */
  public record Database(URI url, @Nullable Path passwordFile) {}

  /**
   * How long each kind is kept after its source time.
   *
   * @param samples every sample as it came
   * @param lines what lines wrote of themselves: states, stops, reasons, counts, shifts
   * @param minutes one-minute figures of a point
   * @param hours one-hour figures of a point
   */
  public record Retention(Duration samples, Duration lines, Duration minutes, Duration hours) {
    /** Thirteen months of everything, five years of what lines did and of hours. */
    public static final Retention DEFAULT = samples(Duration.ofDays(400));

    /** The defaults with another time for samples; nothing condensed is kept shorter than that. */
    public static Retention samples(Duration samples) {
      return new Retention(
          samples,
          longer(samples, Duration.ofDays(1_830)),
          longer(samples, Duration.ofDays(400)),
          longer(samples, Duration.ofDays(1_830)));
    }

    private static Duration longer(Duration a, Duration b) {
      return a.compareTo(b) > 0 ? a : b;
    }
  }
}
