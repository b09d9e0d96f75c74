package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Loss;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one device lost, added up: the first loss of a kind is told at once, further ones at most
 * once in ten seconds with their counts and time ranges merged. Guarded by its owner.
 */
final class Losses {
  private static final long INTERVAL_NANOS = 10_000_000_000L;
  private static final int MOST_KINDS = 1_000;

  private record Kind(String cause, @Nullable String point, boolean numbered) {}

  private static final class Tally {
    long count;
    Instant from = Instant.MAX;
    Instant to = Instant.MIN;
    boolean waits;
    boolean told;
    long toldAt;

    void add(long more, Instant start, Instant end) {
      if (!waits) {
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
    tally(new Kind(loss.cause(), loss.point(), false)).add(loss.count(), loss.from(), loss.to());
  }

  /** One reading that takes a number all the same, so that whoever counts sees it missing. */
  void addNumbered(String cause, Instant time) {
    tally(new Kind(cause, null, true)).add(1, time, time);
  }

  private Tally tally(Kind kind) {
    Tally tally = tallies.get(kind);
    if (tally == null) {
      boolean crowded = tallies.size() >= MOST_KINDS && kind.point() != null;
      Kind kept = crowded ? new Kind(kind.cause(), null, kind.numbered()) : kind;
      tally = tallies.computeIfAbsent(kept, _ -> new Tally());
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
        kind.point(),
        kind.numbered() ? tally.count : 0);
  }
}
