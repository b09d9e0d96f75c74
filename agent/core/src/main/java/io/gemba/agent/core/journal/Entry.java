package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One committed thing that waits for uplinks. Ids grow by the order of commits and are never used
 * again.
 */
public sealed interface Entry {

  /** The entry's place in the order of commits, from 1. */
  long id();

  /** Whose it is. */
  DeviceRef device();

  /**
   * Samples with contiguous numbers.
   *
   * @param firstSeq the number of the first
   * @param clockSynced whether the gateway's clock was set when they were taken
   * @param historic whether they were read back from the device's own history
   */
  record Block(
      long id,
      DeviceRef device,
      long firstSeq,
      List<Sample> samples,
      boolean clockSynced,
      boolean historic)
      implements Entry {

    /** Samples that were taken as they happened. */
    public Block(
        long id, DeviceRef device, long firstSeq, List<Sample> samples, boolean clockSynced) {
      this(id, device, firstSeq, samples, clockSynced, false);
    }
  }

  /**
   * A gap record; the fields are those of {@link io.gemba.cloud.spi.GapEvent}.
   *
   * @param lost how many readings, -1 when nobody can know
   */
  record Gap(
      long id,
      DeviceRef device,
      long from,
      long to,
      Instant start,
      Instant end,
      String cause,
      long lost,
      @Nullable String point)
      implements Entry {}
}
