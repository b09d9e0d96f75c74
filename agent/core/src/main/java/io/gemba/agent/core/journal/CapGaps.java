package io.gemba.agent.core.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gap records of a cap, merged: a full journal drops a little at every commit, and a record for
 * each would be a flood. Numbers are merged only where they follow each other, so that no record
 * names a number that was delivered.
 */
final class CapGaps {
  /**
   * What may be merged.
   *
   * @param audience names of the uplinks that must be told; null = everybody, also uplinks to come
   */
  record GapKind(int device, String cause, @Nullable Set<String> audience) {}

  /** A gap in the making; {@code to = from - 1} when it has no numbers. */
  record Gap(long from, long to, long start, long end, long lost) {
    boolean meets(Gap next) {
      return next.from > next.to || from > to || next.from == to + 1;
    }

    Gap with(Gap next) {
      boolean mineEmpty = from > to;
      boolean nextEmpty = next.from > next.to;
      return new Gap(
          mineEmpty ? next.from : from,
          nextEmpty && !mineEmpty ? to : next.to,
          Math.min(start, next.start),
          Math.max(end, next.end),
          lost < 0 || next.lost < 0 ? -1 : lost + next.lost);
    }
  }

  /** The record that a cap wrote last: the next one swallows it while it waits. */
  record Written(long entry, Gap gap) {}

  private final Map<GapKind, List<Gap>> gaps = new LinkedHashMap<>();

  static @Nullable Set<String> audience(Set<Cursor> cursors, boolean everybody) {
    if (everybody) {
      return null;
    }
    Set<String> names = new HashSet<>();
    cursors.forEach(cursor -> names.add(cursor.name()));
    return names;
  }

  void add(GapKind key, Gap gap) {
    List<Gap> list = gaps.computeIfAbsent(key, _ -> new ArrayList<>());
    if (!list.isEmpty() && list.getLast().meets(gap)) {
      list.set(list.size() - 1, list.getLast().with(gap));
    } else {
      list.add(gap);
    }
  }

  /** Puts what an earlier transaction wrote in front, where it fits. True when it was swallowed. */
  boolean swallow(GapKind key, Gap earlier) {
    List<Gap> list = gaps.get(key);
    if (list == null || !earlier.meets(list.getFirst())) {
      return false;
    }
    list.set(0, earlier.with(list.getFirst()));
    return true;
  }

  Map<GapKind, List<Gap>> all() {
    return new HashMap<>(gaps);
  }
}
