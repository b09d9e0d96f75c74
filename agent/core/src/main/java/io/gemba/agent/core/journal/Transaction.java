package io.gemba.agent.core.journal;

import io.gemba.agent.core.clock.ClockMark;
import io.gemba.agent.core.journal.CapGaps.Gap;
import io.gemba.agent.core.journal.CapGaps.GapKind;
import io.gemba.agent.core.journal.CapGaps.Written;
import io.gemba.cloud.spi.ClockEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the journal, from BEGIN to COMMIT: entries in, releases written, delivered
 * entries deleted. What it changed outside the database is applied only after the commit. Used
 * under the journal's lock.
 */
final class Transaction {
  /** An entry's row without its body. */
  record Row(long id, int kind, int device, long firstSeq, long count, long t0, long t1) {}

  static final int BLOCK = 0;
  static final int GAP = 1;
  static final int CLOCK = 2;

  final Database database;
  final Ledger ledger;
  final long now;
  private long received;
  private boolean clockSet;
  final Map<GapKind, Written> openGaps;
  final Ranges deleted = new Ranges();
  final Ranges setAside = new Ranges();
  private final Map<Cursor, Cursor.Snapshot> snapshots = new LinkedHashMap<>();
  private final Map<Cursor, List<Cursor.Mark>> marks = new HashMap<>();
  private final Map<Cursor, List<Cursor.Mark>> returned = new HashMap<>();
  private final List<Entry> added = new ArrayList<>();
  private boolean append;
  private boolean first = true;
  private boolean whole;

  Transaction(
      Database database,
      Ledger ledger,
      Collection<Cursor> cursors,
      Map<GapKind, Written> openGaps,
      long now)
      throws SQLException {
    this.database = database;
    this.ledger = ledger;
    this.openGaps = new HashMap<>(openGaps);
    this.now = now;
    this.received = now;
    for (Cursor cursor : cursors) {
      snapshots.put(cursor, cursor.snapshot());
      marks.put(cursor, new ArrayList<>());
    }
    database.execute("BEGIN IMMEDIATE");
  }

  /**
   * This is an append, to be counted. If nothing but entries is new, then only they are written:
   * counters and cursors follow from them ({@link Ledger#load}), and their pages stay clean.
   */
  void append() {
    append = true;
    ledger.commits++;
  }

  List<Entry> added() {
    return added;
  }

  Set<Cursor> cursors() {
    return snapshots.keySet();
  }

  private Ranges done(Cursor cursor) {
    Cursor.Snapshot snapshot = snapshots.get(cursor);
    if (snapshot == null) {
      throw new IllegalStateException("no uplink " + cursor.name());
    }
    return snapshot.done();
  }

  /** What at least one uplink has released or set aside. */
  Ranges hadBySome() {
    Ranges some = new Ranges();
    for (Cursor cursor : cursors()) {
      for (Ranges.Interval had : done(cursor).intervals()) {
        some.add(had.first(), had.last(), 0);
      }
    }
    return some;
  }

  /** Who has neither released the entry nor set it aside. */
  Set<Cursor> lacking(long id) {
    Set<Cursor> lacking = new HashSet<>();
    for (Cursor cursor : cursors()) {
      if (!done(cursor).contains(id)) {
        lacking.add(cursor);
      }
    }
    return lacking;
  }

  /** The uplink needs the entry no more, without having asked for that itself. */
  void mark(Cursor cursor, long id, long weight) {
    whole = true;
    if (!done(cursor).contains(id)) {
      done(cursor).add(id, id, weight);
      marks.computeIfAbsent(cursor, _ -> new ArrayList<>()).add(new Cursor.Mark(id, weight));
    }
  }

  /** The uplink needs the entry after all. */
  void unmark(Cursor cursor, Cursor.Mark mark) {
    whole = true;
    done(cursor).remove(mark.id(), mark.weight());
    returned.computeIfAbsent(cursor, _ -> new ArrayList<>()).add(mark);
  }

  void block(Entry.Block block, Ledger.Device device, byte[] body, long t0, long t1)
      throws SQLException {
    long count = block.samples().size();
    insert(
        new Row(block.id(), BLOCK, device.id, block.firstSeq(), count, t0, t1),
        block.clockSynced() ? Schema.CLOCK_SYNCED : 0,
        body);
    ledger.samples += count;
    added.add(block);
  }

  /** Writes a gap record; uplinks outside the audience (null: all are in it) need not have it. */
  long gap(
      Ledger.Device device,
      Gap gap,
      String cause,
      @Nullable String point,
      boolean clockSynced,
      @Nullable Set<String> audience)
      throws SQLException {
    long id = ledger.nextEntry++;
    long numbers = Math.max(0, gap.to() - gap.from() + 1);
    insert(
        new Row(id, GAP, device.id, gap.from(), numbers, gap.start(), gap.end()),
        clockSynced ? Schema.CLOCK_SYNCED : 0,
        GapCodec.encode(new GapCodec.Body(cause, gap.lost(), numbers, point)));
    ledger.gaps++;
    for (Cursor cursor : cursors()) {
      if (audience != null && !audience.contains(cursor.name())) {
        mark(cursor, id, 0);
      }
    }
    added.add(
        new Entry.Gap(
            id,
            device.ref,
            gap.from(),
            gap.to(),
            Instant.ofEpochMilli(gap.start()),
            Instant.ofEpochMilli(gap.end()),
            cause,
            gap.lost(),
            point));
    return id;
  }

  /**
   * What follows was taken at this mark of the clocks; where they were set or stepped since the
   * last one, uplinks are told.
   */
  void clock(ClockMark mark) throws SQLException {
    if (!mark.boot().isEmpty()) {
      received = mark.wallMs();
    }
    for (ClockBook.Change change : ledger.clock.note(mark, ledger)) {
      clockSet |= change.kind() == ClockEvent.Kind.SET;
      clock(change, mark);
    }
    ledger.clock.save(database);
  }

  /** Whether blocks of before read differently now. */
  boolean clockSet() {
    return clockSet;
  }

  private void clock(ClockBook.Change change, ClockMark mark) throws SQLException {
    Row row =
        new Row(
            ledger.nextEntry++,
            CLOCK,
            change.device().id,
            change.from(),
            change.to() - change.from() + 1,
            mark.wallMs() - change.offset(),
            mark.wallMs());
    ClockCodec.Body body = new ClockCodec.Body(change.kind(), change.offset(), mark.boot());
    insert(row, mark.synced() ? Schema.CLOCK_SYNCED : 0, ClockCodec.encode(body));
    added.add(EntryReader.clock(row, change.device(), body));
  }

  private void insert(Row row, int flags, byte[] body) throws SQLException {
    byte[] carried = null;
    boolean begins = append && first;
    if (begins) {
      carried = Carried.encode(snapshots);
      whole |= carried == null;
      first = false;
    }
    database.update(
        "INSERT INTO entry VALUES(?,?,?,?,?,?,?,?,?,?,?)",
        row.id(),
        row.kind(),
        row.device(),
        row.firstSeq(),
        row.count(),
        row.t0(),
        row.t1(),
        received,
        flags | (begins ? Schema.BEGINS_APPEND : 0),
        body,
        carried == null || carried.length <= 4 ? null : carried);
  }

  /**
   * Writes merged gaps of a cap; each swallows the one written before it while nobody has taken
   * that.
   */
  void capGaps(CapGaps gaps, boolean clockSynced) throws SQLException {
    for (Map.Entry<GapKind, List<Gap>> entry : gaps.all().entrySet()) {
      GapKind key = entry.getKey();
      Written earlier = openGaps.remove(key);
      if (earlier != null
          && waits(earlier.entry(), key.audience())
          && gaps.swallow(key, earlier.gap())) {
        delete(earlier.entry(), 0);
      }
      Ledger.Device device = ledger.device(key.device());
      if (device == null) {
        throw new SQLException("no device " + key.device(), "", DatabaseErrors.CORRUPT);
      }
      for (Gap gap : entry.getValue()) {
        long id = gap(device, gap, key.cause(), null, clockSynced, key.audience());
        openGaps.put(key, new Written(id, gap));
      }
    }
  }

  private boolean waits(long id, @Nullable Set<String> audience) {
    for (Cursor cursor : cursors()) {
      if ((audience == null || audience.contains(cursor.name()))
          && (done(cursor).contains(id) || !cursor.waits(id))) {
        return false;
      }
    }
    return true;
  }

  /** Deletes an entry whoever lacks it. */
  void delete(long id, long weight) throws SQLException {
    whole = true;
    database.update("DELETE FROM entry WHERE id=?", id);
    database.update("DELETE FROM set_aside WHERE entry=?", id);
    deleted.add(id, id, 0);
    for (Cursor cursor : cursors()) {
      mark(cursor, id, weight);
    }
  }

  /**
   * Deletes entries that every uplink is done with, when there are at least {@code worthIt}; at
   * most {@code limit}.
   */
  void purge(Ranges gone, Ranges aside, int worthIt, int limit) throws SQLException {
    Ranges candidates = null;
    for (Cursor cursor : cursors()) {
      candidates = candidates == null ? done(cursor).copy() : candidates.and(done(cursor));
    }
    if (candidates == null) {
      return; // they wait for an uplink to come
    }
    candidates = candidates.minus(gone).minus(aside).minus(setAside).minus(deleted);
    if (candidates.size() < worthIt) {
      return;
    }
    long left = limit;
    for (Ranges.Interval interval : candidates.intervals()) {
      long last = Math.min(interval.last(), interval.first() + left - 1);
      if (last < interval.first()) {
        return;
      }
      whole = true;
      database.update("DELETE FROM entry WHERE id BETWEEN ? AND ?", interval.first(), last);
      deleted.add(interval.first(), last, 0);
      left -= last - interval.first() + 1;
    }
  }

  /** Writes what uplinks set aside, and a gap record for those who will not get it. */
  void writeAsides(boolean clockSynced) throws SQLException, JournalException {
    CapGaps gaps = new CapGaps();
    Map<Refusal, Set<Cursor>> refusals = new LinkedHashMap<>();
    for (Map.Entry<Cursor, Cursor.Snapshot> entry : snapshots.entrySet()) {
      for (Cursor.Aside aside : entry.getValue().asides()) {
        whole = true;
        database.update(
            "INSERT OR REPLACE INTO set_aside VALUES(?,?,?,?)",
            entry.getKey().name(),
            aside.id(),
            aside.reason(),
            now);
        setAside.add(aside.id(), aside.id(), 0);
        refusals
            .computeIfAbsent(
                new Refusal(aside.id(), aside.cause(), aside.numbers()), _ -> new HashSet<>())
            .add(entry.getKey());
      }
    }
    for (Map.Entry<Refusal, Set<Cursor>> entry : refusals.entrySet()) {
      name(entry.getKey(), CapGaps.audience(entry.getValue(), false), gaps);
    }
    capGaps(gaps, clockSynced);
  }

  private record Refusal(long id, String cause, List<SeqRange> numbers) {}

  private void name(Refusal refusal, @Nullable Set<String> audience, CapGaps gaps)
      throws SQLException, JournalException {
    List<Row> rows = new ArrayList<>();
    database.query(
        row -> rows.add(row(row)),
        "SELECT id, kind, device, first_seq, count, t0, t1 FROM entry WHERE id=?",
        refusal.id());
    for (Row row : rows) {
      if (row.kind() != BLOCK || ledger.device(row.device()) == null) {
        continue;
      }
      GapKind kind = new GapKind(row.device(), refusal.cause(), audience);
      List<SeqRange> numbers =
          refusal.numbers().isEmpty()
              ? List.of(new SeqRange(row.firstSeq(), row.firstSeq() + row.count() - 1))
              : refusal.numbers();
      for (SeqRange range : numbers) {
        long lost = range.to() - range.from() + 1;
        gaps.add(kind, new Gap(range.from(), range.to(), row.t0(), row.t1(), lost));
      }
    }
  }

  static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        row.getInt(2),
        row.getInt(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }

  /** Writes counters and cursors where the entries do not tell them, and commits. */
  void commit() throws SQLException {
    whole |= first || ledger.isToBeSaved();
    if (whole) {
      ledger.save(database);
      for (Map.Entry<Cursor, Cursor.Snapshot> entry : snapshots.entrySet()) {
        writeDelivered(entry.getKey(), entry.getValue().done());
      }
    }
    database.commit();
    for (Map.Entry<Cursor, Cursor.Snapshot> entry : snapshots.entrySet()) {
      Cursor cursor = entry.getKey();
      cursor.committed(entry.getValue(), marks.getOrDefault(cursor, List.of()), whole);
      cursor.returned(returned.getOrDefault(cursor, List.of()));
    }
  }

  private void writeDelivered(Cursor cursor, Ranges done) throws SQLException {
    Map<Long, Ranges.Interval> old = cursor.written();
    for (Ranges.Interval interval : done.intervals()) {
      if (!interval.equals(old.remove(interval.first()))) {
        database.update(
            "INSERT OR REPLACE INTO delivered VALUES(?,?,?,?)",
            cursor.name(),
            interval.first(),
            interval.last(),
            interval.weight());
      }
    }
    for (Long first : old.keySet()) {
      database.update("DELETE FROM delivered WHERE uplink=? AND first=?", cursor.name(), first);
    }
  }
}
