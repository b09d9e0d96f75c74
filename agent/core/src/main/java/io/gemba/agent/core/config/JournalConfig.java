package io.gemba.agent.core.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How samples are buffered.
 *
 * @param directory where the database lives
 * @param commitEvery the durability window: what arrived longer ago is on the disk
 * @param maxSize bytes of the database that may be used
 * @param maxAge older samples are dropped, and a gap record says so
 * @param whenFull what to do at {@code maxSize} or on a full disk
 * @param dailyWriteBudget bytes the journal may write to the disk in a day, as far as a commit
 *     every 10 s allows; 0 = no budget
 * @param cardEndurance bytes that may be written to the card in its life
 */
public record JournalConfig(
    Path directory,
    Duration commitEvery,
    long maxSize,
    Duration maxAge,
    WhenFull whenFull,
    long dailyWriteBudget,
    long cardEndurance) {

  /** A 32 GB card whose every byte is rewritten a thousand times. */
  public static final long DEFAULT_CARD_ENDURANCE = 30L << 40;

  /** With a card of which nothing is known. */
  public JournalConfig(
      Path directory,
      Duration commitEvery,
      long maxSize,
      Duration maxAge,
      WhenFull whenFull,
      long dailyWriteBudget) {
    this(
        directory,
        commitEvery,
        maxSize,
        maxAge,
        whenFull,
        dailyWriteBudget,
        DEFAULT_CARD_ENDURANCE);
  }

  /** Without a write budget. */
  public JournalConfig(
      Path directory, Duration commitEvery, long maxSize, Duration maxAge, WhenFull whenFull) {
    this(directory, commitEvery, maxSize, maxAge, whenFull, 0);
  }

  /** What gives way when the journal is full; either way a gap record names what was lost. */
  public enum WhenFull {
    /** The oldest samples. */
    DROP_OLDEST,
    /** The newest samples. */
    REFUSE_NEW
  }
}
