package io.gemba.agent.app;

import io.gemba.agent.core.journal.Entry;
import io.gemba.agent.core.journal.Visitor;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows entries of a journal to a writer of rows: those of the devices and times asked for, gaps
 * and damaged entries among them. Keeps nothing, so its memory does not grow with the journal.
 */
final class Export implements Visitor {
  private final Filter filter;
  private final Rows rows;

  Export(Filter filter, Rows rows) {
    this.filter = filter;
    this.rows = rows;
  }

  /**
   * What is wanted.
   *
   * @param device null: all
   * @param from source time, included; null: from the beginning
   * @param to source time, excluded; null: to the end
   */
  record Filter(@Nullable String device, @Nullable Instant from, @Nullable Instant to) {
    boolean takes(@Nullable DeviceRef ref) {
      return device == null || (ref != null && ref.name().equals(device));
    }

    boolean takes(Instant start, Instant end) {
      return (from == null || !end.isBefore(from)) && (to == null || start.isBefore(to));
    }
  }

  /** Writes rows. */
  interface Rows {
    void sample(Entry.Block block, long seq, Sample sample, String setAside) throws IOException;

    void gap(Entry.Gap gap) throws IOException;

    void clock(Entry.Clock clock) throws IOException;

    void damaged(String device, long from, long count, String why) throws IOException;
  }

  @Override
  public void entry(Entry entry, Map<String, String> setAside) throws IOException {
    if (!filter.takes(entry.device())) {
      return;
    }
    switch (entry) {
      case Entry.Block block -> {
        String aside = String.join(" ", setAside.keySet());
        for (int i = 0; i < block.samples().size(); i++) {
          Sample sample = block.samples().get(i);
          if (filter.takes(sample.sourceTime(), sample.sourceTime())) {
            rows.sample(block, block.firstSeq() + i, sample, aside);
          }
        }
      }
      case Entry.Clock clock -> {
        if (filter.takes(clock.before(), clock.after())) {
          rows.clock(clock);
        }
      }
      case Entry.Gap gap -> {
        if (filter.takes(gap.start(), gap.end())) {
          rows.gap(gap);
        }
      }
    }
  }

  @Override
  public void damaged(long id, @Nullable DeviceRef device, long firstSeq, long count, String why)
      throws IOException {
    if (filter.takes(device)) {
      rows.damaged(device == null ? "" : device.name(), firstSeq, count, why);
    }
  }
}
