package io.gemba.cloud.console.history;

import java.util.Map;
import java.util.TreeMap;

/** Which numbers there are, as merged inclusive ranges. Guarded by its owner. */
final class Ranges {
  private final TreeMap<Long, Long> ranges = new TreeMap<>();
  private long size;

  /** One inclusive range. */
  record Range(long first, long last) {}

  /** Adds {@code first…last} and answers the range they are now part of. */
  Range add(long first, long last) {
    long from = first;
    long to = last;
    Map.Entry<Long, Long> below = ranges.floorEntry(from);
    if (below != null && below.getValue() >= from - 1) {
      from = below.getKey();
    }
    Map.Entry<Long, Long> touching = ranges.ceilingEntry(from);
    while (touching != null && touching.getKey() - 1 <= to) {
      to = Math.max(to, touching.getValue());
      size -= touching.getValue() - touching.getKey() + 1;
      ranges.remove(touching.getKey());
      touching = ranges.ceilingEntry(from);
    }
    ranges.put(from, to);
    size += to - from + 1;
    return new Range(from, to);
  }

  /** How many numbers there are. */
  long size() {
    return size;
  }

  /** How many are missing between the first and the last. */
  long missing() {
    return ranges.isEmpty() ? 0 : ranges.lastEntry().getValue() - ranges.firstKey() + 1 - size;
  }

  /** How many ranges there are; one when nothing is missing. */
  int pieces() {
    return ranges.size();
  }
}
