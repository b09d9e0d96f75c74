package io.gemba.cloud.spi;

import java.time.Duration;
import java.time.Instant;

/**
 * The gateway's clock was set or stepped. Where it was {@link Kind#SET}, samples that left before
 * with an unsynced clock can be put right: {@code offset} is added to the source times of the
 * numbers {@code from} to {@code to}, but for those whose source time was another clock's (see
 * {@link Skew}), whose gateway time moves instead. Samples that leave afterwards are right already.
 *
 * @param device whose numbers these are
 * @param journal the journal's identity
 * @param boot names the boot of the machine in which it happened
 * @param kind what happened
 * @param from first number to be put right, or the first taken after a step
 * @param to last number to be put right; {@code from - 1} for a step, which puts nothing right
 * @param offset what is to be added, or how far the clock was stepped; negative = backwards
 * @param before what the clock said, at latest, before
 * @param after what it said afterwards
 */
public record ClockEvent(
    DeviceRef device,
    String journal,
    String boot,
    Kind kind,
    long from,
    long to,
    Duration offset,
    Instant before,
    Instant after)
    implements Outgoing.Fact {

  /** What happened to the clock. */
  public enum Kind {
    /** It was not set before and is now. */
    SET,
    /** It jumped; numbers, not times, tell the order around it. */
    STEP
  }
}
