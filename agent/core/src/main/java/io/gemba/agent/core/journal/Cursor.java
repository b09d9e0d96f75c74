package io.gemba.agent.core.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far one uplink is. A release changes memory only; the next commit writes it. Safe for several
 * threads: its own monitor guards everything here and is never held while the database works.
 */
final class Cursor implements Outbox {
  /** An id this uplink needs no more, with the number of samples in it. */
  record Mark(long id, long weight) {}

  /**
   * An entry that nobody will take from here: why, the cause its gap record names, and which of its
   * numbers; none = all.
   */
  record Aside(long id, String reason, String cause, List<SeqRange> numbers) {}

  /**
   * What a transaction writes: a copy of everything done, and how many marks and asides it covers.
   */
  record Snapshot(Ranges done, int marks, List<Aside> asides) {}

  private final EntrySource journal;
  private final String name;
  private final Map<Long, Integer> handedOut = new HashMap<>();
  private final List<Mark> unwritten = new ArrayList<>();
  private final List<Aside> asides = new ArrayList<>();
  private Ranges done = new Ranges();
  private long returns;
  private Map<Long, Ranges.Interval> written = new HashMap<>();

  Cursor(EntrySource journal, String name) {
    this.journal = journal;
    this.name = name;
  }

  String name() {
    return name;
  }

  /**
   * Takes what the database says, and adds what was released since.
   *
   * @param table what the table {@code delivered} says
   * @param durable what is durable: the same, or what a later entry carries
   */
  synchronized void load(List<Ranges.Interval> table, List<Ranges.Interval> durable) {
    done = Ranges.of(durable);
    written = index(table);
    List<Mark> marks = List.copyOf(unwritten);
    unwritten.clear();
    marks.forEach(this::mark);
  }

  /** Forgets releases that belong to a database that is no more. */
  synchronized void forget() {
    unwritten.clear();
    asides.clear();
    handedOut.clear();
  }

  @Override
  public long head() {
    return journal.head();
  }

  @Override
  public @Nullable Entry next(long after, long upTo) throws JournalException {
    long last = Math.min(upTo, journal.head());
    for (long id = firstMissing(after + 1); id <= last; id = firstMissing(id)) {
      Entry entry = journal.find(id, last);
      if (entry == null) {
        return null;
      }
      if (handOut(entry)) {
        return entry;
      }
      id = Math.max(id, entry.id());
    }
    return null;
  }

  @Override
  public @Nullable Entry newest(long after, long before) throws JournalException {
    long first = Math.max(1, after + 1);
    long from = Math.min(before - 1, journal.head());
    for (long id = lastMissing(from); id >= first; id = lastMissing(id)) {
      Entry entry = journal.findLast(first, id);
      if (entry == null) {
        return null;
      }
      if (handOut(entry)) {
        return entry;
      }
      id = Math.min(id, entry.id());
    }
    return null;
  }

  private synchronized long lastMissing(long from) {
    return done.lastMissing(from);
  }

  private synchronized long firstMissing(long from) {
    return done.firstMissing(from);
  }

  private synchronized boolean handOut(Entry entry) {
    if (done.contains(entry.id())) {
      return false;
    }
    handedOut.put(entry.id(), Recent.weight(entry));
    return true;
  }

  @Override
  public void release(long id) {
    finish(id, null);
  }

  @Override
  public void setAside(long id, String reason, List<SeqRange> refused) {
    finish(id, new Aside(id, reason, "refused", List.copyOf(refused)));
  }

  @Override
  public synchronized long returns() {
    return returns;
  }

  private synchronized void finish(long id, @Nullable Aside aside) {
    Integer weight = handedOut.remove(id);
    if (weight == null) {
      return; // never handed out, or done already
    }
    mark(new Mark(id, weight));
    if (aside != null) {
      asides.add(aside);
    }
  }

  /** Nobody can read it: set aside whether it was handed out or not. */
  synchronized void corrupt(long id, long weight, String reason) {
    if (!done.contains(id)) {
      mark(new Mark(id, weight));
      asides.add(new Aside(id, reason, "corrupt", List.of()));
    }
  }

  private synchronized void mark(Mark mark) {
    if (!done.contains(mark.id())) {
      done.add(mark.id(), mark.id(), mark.weight());
      unwritten.add(mark);
    }
  }

  /** Whether the entry still waits here and is not on its way. */
  synchronized boolean waits(long id) {
    return !done.contains(id) && !handedOut.containsKey(id);
  }

  synchronized boolean hasUnwritten() {
    return !unwritten.isEmpty();
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(done.copy(), unwritten.size(), List.copyOf(asides));
  }

  /** The interval rows as the database has them, by first id. */
  synchronized Map<Long, Ranges.Interval> written() {
    return new HashMap<>(written);
  }

  /**
   * The transaction that wrote {@code snapshot} and the journal's own {@code marks} is durable.
   *
   * @param inTable whether the table {@code delivered} has it, and not an entry only
   */
  synchronized void committed(Snapshot snapshot, List<Mark> marks, boolean inTable) {
    unwritten.subList(0, snapshot.marks()).clear();
    asides.subList(0, snapshot.asides().size()).clear();
    if (inTable) {
      written = index(snapshot.done().intervals());
    }
    for (Mark mark : marks) {
      handedOut.remove(mark.id());
      if (!done.contains(mark.id())) {
        done.add(mark.id(), mark.id(), mark.weight());
      }
    }
  }

  /** These wait again. */
  synchronized void returned(List<Mark> marks) {
    marks.forEach(mark -> done.remove(mark.id(), mark.weight()));
    returns += marks.isEmpty() ? 0 : 1;
  }

  private static Map<Long, Ranges.Interval> index(List<Ranges.Interval> intervals) {
    Map<Long, Ranges.Interval> index = new HashMap<>();
    intervals.forEach(i -> index.put(i.first(), i));
    return index;
  }

  @Override
  public synchronized long pendingSamples() {
    return Math.max(0, journal.samplesEver() - done.weight());
  }

  synchronized long pendingEntries() {
    return Math.max(0, journal.head() - done.size());
  }

  synchronized long firstPending() {
    return done.firstMissing(1);
  }
}
