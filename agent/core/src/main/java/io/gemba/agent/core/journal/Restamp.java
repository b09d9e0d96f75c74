package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.Skew;
import io.gemba.hal.spi.Sample;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Puts right, on reading, the times of entries that were taken before the clock was set. Where a
 * source time disagreed with the gateway's clock it is the machine's own: it stays, and the
 * gateway's moves.
 */
final class Restamp {
  private Restamp() {}

  static Entry.Block block(Entry.Block block, ClockBook book) {
    if (block.historic()) {
      return block; // the device's own times
    }
    OptionalLong found = block.clockSynced() ? OptionalLong.empty() : book.correction(block.id());
    if (found.isEmpty()) {
      return block;
    }
    long by = found.getAsLong();
    Skew skew = block.skew();
    List<Sample> samples = new ArrayList<>(block.samples().size());
    for (Sample sample : block.samples()) {
      boolean own = skew != null && skew.concerns(samples.size());
      samples.add(own ? sample : moved(sample, by));
    }
    Skew moved = skew == null ? null : new Skew(skew.gateway().plusMillis(by), skew.samples());
    return new Entry.Block(
        block.id(), block.device(), block.firstSeq(), samples, true, false, moved);
  }

  private static Sample moved(Sample sample, long by) {
    return new Sample(
        sample.point(),
        sample.value(),
        sample.quality(),
        sample.statusCode(),
        moved(sample.sourceTime(), by));
  }

  private static Instant moved(Instant time, long by) {
    try {
      return time.plusMillis(by);
    } catch (DateTimeException | ArithmeticException _) {
      return time; // at the edge of time there is nothing to put right
    }
  }

  /**
   * A time in a gap record was the gateway's if it lies in this boot, up to when it was written.
   */
  static Instant gapTime(long time, Transaction.Row row, long received, ClockBook book) {
    Instant plain = Instant.ofEpochMilli(time);
    OptionalLong by = book.correction(row.id());
    OptionalLong sinceBoot = book.sinceBoot(row.id(), time);
    boolean own = sinceBoot.isPresent() && sinceBoot.getAsLong() >= 0 && time <= received;
    return by.isPresent() && own ? moved(plain, by.getAsLong()) : plain;
  }

  /** When the gateway had taken the samples; null where no time disagrees. */
  static @Nullable Skew skew(long received, java.util.@Nullable BitSet disagreeing) {
    return disagreeing == null ? null : new Skew(Instant.ofEpochMilli(received), disagreeing);
  }
}
