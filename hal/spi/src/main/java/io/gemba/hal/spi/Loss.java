package io.gemba.hal.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Readings that were lost before they became samples; the host turns it into a gap record and
 * forwards it like data.
 *
 * @param point the point concerned, or null for the whole device
 * @param cause a short slug of lower-case letters and hyphens, such as {@code queue-overflow} or
 *     {@code edge-lost}
 * @param count how many readings, or {@link #UNKNOWN_COUNT}
 * @param from no reading before this moment (UTC) is concerned
 * @param to no reading after this moment (UTC) is concerned
 */
public record Loss(@Nullable String point, String cause, long count, Instant from, Instant to) {

  /** The {@link #count} of a loss whose extent nobody can know. */
  public static final long UNKNOWN_COUNT = -1;
}
