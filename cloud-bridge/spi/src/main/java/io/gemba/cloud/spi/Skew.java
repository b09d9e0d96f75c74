package io.gemba.cloud.spi;

import java.time.Instant;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which samples of a batch carry a source time that disagrees with the gateway's clock, and what
 * that clock said when they were taken: both times are kept.
 *
 * @param gateway when the gateway had taken the samples, by its own clock
 * @param samples by index in the batch; at least one; left alone by whoever gets it
 */
public record Skew(Instant gateway, BitSet samples) {

  /** Whether the sample's source time disagrees. */
  public boolean concerns(int index) {
    return samples.get(index);
  }

  /** The same for the samples {@code from} (included) to {@code to}; null when none disagrees. */
  public @Nullable Skew slice(int from, int to) {
    BitSet part = samples.get(from, to);
    return part.isEmpty() ? null : new Skew(gateway, part);
  }
}
