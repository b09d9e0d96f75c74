package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.ClockEvent;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.cloud.spi.Skew;
import io.gemba.hal.spi.Sample;
import java.time.Duration;
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
   * @param clockSynced whether the gateway's clock was set when they were taken, or their times
   *     were put right since
   * @param historic whether they were read back from the device's own history; their times are the
   *     device's, and never put right
   * @param skew which source times disagree with the gateway's clock; null = none
   */
  record Block(
      long id,
      DeviceRef device,
      long firstSeq,
      List<Sample> samples,
      boolean clockSynced,
      boolean historic,
      @Nullable Skew skew)
      implements Entry {

    /** Samples taken as they happened, all of whose source times agree with the gateway's clock. */
    public Block(
        long id, DeviceRef device, long firstSeq, List<Sample> samples, boolean clockSynced) {
      this(id, device, firstSeq, samples, clockSynced, false, null);
    }
  }

  /**
   * The clock was set or stepped; the fields are those of {@link io.gemba.cloud.spi.ClockEvent}.
   */
  record Clock(
      long id,
      DeviceRef device,
      String boot,
      ClockEvent.Kind kind,
      long from,
      long to,
      Duration offset,
      Instant before,
      Instant after)
      implements Entry {}

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
