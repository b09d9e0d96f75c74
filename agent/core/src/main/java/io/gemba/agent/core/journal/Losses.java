package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Loss;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one device lost, added up: the first loss of a cause is told at once, further ones at most
 * once in ten seconds with their counts and time ranges merged; they name a point only when it is
 * the only one. Guarded by its owner.
 */
final class Losses {
  private static final long INTERVAL_NANOS = 10_000_000_000L;
  private static final int MOST_CAUSES = 100;
  private static final String OTHER = "other";

  private record Kind(String cause, boolean numbered) {}

  private static final class Tally {
    long count;
    Instant from = Instant.MAX;
    Instant to = Instant.MIN;
    @Nullable String point;
    boolean waits;
    boolean told;
    long toldAt;

    void add(@Nullable String of, long more, Instant start, Instant end) {
      if (waits) {
        point = Objects.equals(point, of) ? point : null;
      } else {
        point = of;
        waits = true;
        count = 0;
        from = Instant.MAX;
        to = Instant.MIN;
      }
      count = count < 0 || more < 0 ? Loss.UNKNOWN_COUNT : count + more;
      from = start.isBefore(from) ? start : from;
      to = end.isAfter(to) ? end : to;
    }
  }

  private final LongSupplier ticker;
  private final Map<Kind, Tally> tallies = new LinkedHashMap<>();

  Losses(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** A loss that came before numbering. */
  void add(Loss loss) {
    tally(loss.cause(), false).add(loss.point(), loss.count(), loss.from(), loss.to());
  }

  /** One reading that takes a number all the same, so that whoever counts sees it missing. */
  void addNumbered(String cause, Instant time) {
    tally(cause, true).add(null, 1, time, time);
  }

  /** An adapter that writes a time or a value into its causes must not fill the memory. */
  private Tally tally(String cause, boolean numbered) {
    Tally tally = tallies.get(new Kind(cause, numbered));
    if (tally == null) {
      String kept = tallies.size() >= MOST_CAUSES && !numbered ? OTHER : cause;
      tally = tallies.computeIfAbsent(new Kind(kept, numbered), _ -> new Tally());
    }
    return tally;
  }

  void drainTo(List<GapDraft> gaps, DeviceRef device, boolean last) {
    if (tallies.isEmpty()) {
      return;
    }
    long now = ticker.getAsLong();
    for (Iterator<Map.Entry<Kind, Tally>> all = tallies.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Kind, Tally> entry = all.next();
      Tally tally = entry.getValue();
      boolean due = !tally.told || now - tally.toldAt >= INTERVAL_NANOS;
      if (tally.waits && (due || last)) {
        gaps.add(draft(device, entry.getKey(), tally));
        tally.waits = false;
        tally.told = true;
        tally.toldAt = now;
      } else if (!tally.waits && due) {
        all.remove();
      }
    }
  }

  private static GapDraft draft(DeviceRef device, Kind kind, Tally tally) {
    return new GapDraft(
        device,
        tally.from,
        tally.to,
        kind.cause(),
        tally.count,
        tally.point,
        kind.numbered() ? tally.count : 0);
  }
}
