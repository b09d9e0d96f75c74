package io.gemba.agent.core.journal;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was just committed, so that an uplink that keeps up needs neither the disk nor the decoder.
 * Bounded by samples. Safe for several threads.
 */
final class Recent {
  private static final int MAX_SAMPLES = 20_000;
  private static final int MAX_ENTRIES = 1_000;

  private final Map<Long, Entry> entries = new HashMap<>();
  private final ArrayDeque<Entry> order = new ArrayDeque<>();
  private int samples;

  synchronized void add(Entry entry) {
    entries.put(entry.id(), entry);
    order.add(entry);
    samples += weight(entry);
    while (samples > MAX_SAMPLES || order.size() > MAX_ENTRIES) {
      Entry oldest = order.remove();
      entries.remove(oldest.id());
      samples -= weight(oldest);
    }
  }

  synchronized @Nullable Entry get(long id) {
    return entries.get(id);
  }

  synchronized void clear() {
    entries.clear();
    order.clear();
    samples = 0;
  }

  /** Samples in an entry; none in a gap record. */
  static int weight(Entry entry) {
    return entry instanceof Entry.Block block ? block.samples().size() : 0;
  }
}
