package io.gemba.agent.core.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of ids as few merged intervals, each with the number of samples that lie in it. Not safe
 * for several threads.
 */
final class Ranges {
  /** From {@code first} to {@code last}, both included, with {@code weight} samples. */
  record Interval(long first, long last, long weight) {}

  private final TreeMap<Long, Interval> intervals = new TreeMap<>();
  private long size;
  private long weight;

  static Ranges of(List<Interval> intervals) {
    Ranges ranges = new Ranges();
    intervals.forEach(i -> ranges.add(i.first(), i.last(), i.weight()));
    return ranges;
  }

  Ranges copy() {
    Ranges copy = new Ranges();
    copy.intervals.putAll(intervals);
    copy.size = size;
    copy.weight = weight;
    return copy;
  }

  List<Interval> intervals() {
    return new ArrayList<>(intervals.values());
  }

  /** How many ids. */
  long size() {
    return size;
  }

  /** How many samples. */
  long weight() {
    return weight;
  }

  boolean contains(long id) {
    return firstMissing(id) != id;
  }

  /** The smallest id from {@code from} on that is not in the set. */
  long firstMissing(long from) {
    Map.Entry<Long, Interval> below = intervals.floorEntry(from);
    return below != null && below.getValue().last() >= from ? below.getValue().last() + 1 : from;
  }

  /** The largest id down from {@code from} that is not in the set; 0 when all down to 1 are. */
  long lastMissing(long from) {
    Map.Entry<Long, Interval> below = intervals.floorEntry(from);
    return below != null && below.getValue().last() >= from ? below.getKey() - 1 : from;
  }

  /** Adds the ids; the weight is added even where some are already in. */
  void add(long first, long last, long added) {
    if (last < first) {
      return;
    }
    long from = first;
    long to = last;
    long sum = added;
    Map.Entry<Long, Interval> below = intervals.floorEntry(first);
    if (below != null && below.getValue().last() >= first - 1) {
      from = below.getKey();
    }
    for (Map.Entry<Long, Interval> next = intervals.ceilingEntry(from);
        next != null && next.getKey() <= to + 1;
        next = intervals.ceilingEntry(from)) {
      Interval old = next.getValue();
      intervals.remove(next.getKey());
      size -= old.last() - old.first() + 1;
      sum += old.weight();
      to = Math.max(to, old.last());
    }
    intervals.put(from, new Interval(from, to, sum));
    size += to - from + 1;
    weight += added;
  }

  /** Takes one id out again, and its weight. */
  void remove(long id, long taken) {
    Map.Entry<Long, Interval> below = intervals.floorEntry(id);
    if (below == null || below.getValue().last() < id) {
      return;
    }
    Interval old = below.getValue();
    intervals.remove(old.first());
    size--;
    weight -= taken;
    long left = old.weight() - taken;
    if (old.first() < id) {
      intervals.put(old.first(), new Interval(old.first(), id - 1, left));
      left = 0;
    }
    if (id < old.last()) {
      intervals.put(id + 1, new Interval(id + 1, old.last(), left));
    }
  }

  /** The ids that are in both, without weights. */
  Ranges and(Ranges other) {
    Ranges both = new Ranges();
    for (Interval mine : intervals.values()) {
      Map.Entry<Long, Interval> theirs = other.intervals.floorEntry(mine.first());
      long key = theirs == null ? mine.first() : theirs.getKey();
      for (Interval other1 : other.intervals.tailMap(key, true).values()) {
        if (other1.first() > mine.last()) {
          break;
        }
        both.add(Math.max(mine.first(), other1.first()), Math.min(mine.last(), other1.last()), 0);
      }
    }
    return both;
  }

  /** The ids that are here and not there, without weights. */
  Ranges minus(Ranges other) {
    Ranges rest = new Ranges();
    for (Interval mine : intervals.values()) {
      long from = other.firstMissing(mine.first());
      while (from <= mine.last()) {
        Long next = other.intervals.higherKey(from);
        long to = next == null ? mine.last() : Math.min(mine.last(), next - 1);
        rest.add(from, to, 0);
        from = other.firstMissing(to + 1);
      }
    }
    return rest;
  }
}
