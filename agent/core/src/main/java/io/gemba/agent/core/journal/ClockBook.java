package io.gemba.agent.core.journal;

import io.gemba.agent.core.clock.ClockMark;
import io.gemba.cloud.spi.ClockEvent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How wall time and time since the boot stood to each other, entry by entry. Their difference stays
 * the same until somebody steps the wall clock, so one row tells the monotonic time and the boot of
 * every block up to the next row, and no block spends a byte on it: time since the boot = received
 * − offset. Written under the journal's lock; {@link #correction} may be asked by any thread.
 */
final class ClockBook {
  /**
   * What holds from an entry on.
   *
   * @param first the id of the first entry
   * @param boot which boot of the machine
   * @param offset wall time minus time since the boot, ms
   * @param synced whether the wall clock was set
   * @param seqs the next number of each device, by the journal's id of it, when this began
   */
  record Stretch(long first, String boot, long offset, boolean synced, Map<Integer, Long> seqs) {
    long nextSeq(int device) {
      return seqs.getOrDefault(device, 1L);
    }
  }

  /** What uplinks are to be told about a device. */
  record Change(ClockEvent.Kind kind, Ledger.Device device, long from, long to, long offset) {}

  /** A clock that never rests must not fill the disk: its steps are named at most so often. */
  private static final long STEPS_APART_MS = 10_000;

  /** Before the clock is set every stretch counts for putting times right, up to so many. */
  private static final int MOST_STRETCHES = 1_000;

  private volatile List<Stretch> stretches = List.of();
  private long steppedAtMs = -STEPS_APART_MS;
  private final List<Stretch> unsaved = new ArrayList<>();

  /** Rows of journals made before there was such a table are no rows. */
  static ClockBook load(Database database) throws SQLException, JournalException {
    ClockBook book = new ClockBook();
    if (database.number("SELECT count(*) FROM sqlite_schema WHERE name='clock'") == 0) {
      return book;
    }
    List<Stretch> read = new ArrayList<>();
    database.query(
        row ->
            read.add(
                new Stretch(
                    row.getLong(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getInt(4) != 0,
                    seqs(row.getString(5)))),
        "SELECT first, boot, offset, synced, seqs FROM clock ORDER BY first");
    book.stretches = List.copyOf(read);
    return book;
  }

  private static Map<Integer, Long> seqs(String text) {
    Map<Integer, Long> seqs = new HashMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      int colon = pair.indexOf(':');
      seqs.put(
          Integer.parseInt(pair, 0, colon, 10), Long.parseLong(pair, colon + 1, pair.length(), 10));
    }
    return seqs;
  }

  int size() {
    return stretches.size();
  }

  /** Whether an earlier run in the same boot of the machine found the clock set. */
  boolean wasSet(String boot) {
    List<Stretch> known = stretches;
    return !boot.isEmpty()
        && !known.isEmpty()
        && known.getLast().boot().equals(boot)
        && known.getLast().synced();
  }

  /** Whether the mark says anything new. */
  boolean isNews(ClockMark mark) {
    List<Stretch> known = stretches;
    if (mark.boot().isEmpty()) {
      return false;
    }
    Stretch now = known.isEmpty() ? null : known.getLast();
    if (now == null || !now.boot().equals(mark.boot()) || now.synced() != mark.synced()) {
      return true;
    }
    boolean patient = mark.synced() || known.size() > MOST_STRETCHES;
    return Math.abs(now.offset() - mark.offsetMs()) > ClockMark.STEP_MS
        && !(patient && mark.bootMs() - steppedAtMs < STEPS_APART_MS);
  }

  /** Takes what the mark says for all entries from {@code ledger.nextEntry} on. */
  List<Change> note(ClockMark mark, Ledger ledger) {
    if (!isNews(mark)) {
      return List.of();
    }
    List<Stretch> known = new ArrayList<>(stretches);
    Map<Integer, Long> seqs = new HashMap<>();
    ledger.devices().forEach(device -> seqs.put(device.id, device.nextSeq));
    Stretch next =
        new Stretch(
            ledger.nextEntry, mark.boot(), mark.offsetMs(), mark.synced(), Map.copyOf(seqs));
    List<Change> changes = changes(known, next, ledger);
    steppedAtMs = changes.isEmpty() ? steppedAtMs : mark.bootMs();
    known.add(next);
    unsaved.add(next);
    stretches = List.copyOf(known);
    return changes;
  }

  private static List<Change> changes(List<Stretch> known, Stretch next, Ledger ledger) {
    if (known.isEmpty() || !known.getLast().boot().equals(next.boot())) {
      return List.of(); // the first word about this boot
    }
    Stretch before = known.getLast();
    List<Change> changes = new ArrayList<>();
    if (next.synced() && !before.synced()) {
      Stretch end = next;
      for (Stretch wrong : known.reversed()) {
        if (wrong.synced() || !wrong.boot().equals(next.boot())) {
          break;
        }
        changes.addAll(set(wrong, end, next.offset() - wrong.offset(), ledger));
        end = wrong;
      }
      return changes.reversed();
    }
    long by = next.offset() - before.offset();
    for (Ledger.Device device : ledger.devices()) {
      if (Math.abs(by) > ClockMark.STEP_MS && device.lastRun == ledger.run) {
        changes.add(
            new Change(ClockEvent.Kind.STEP, device, device.nextSeq, device.nextSeq - 1, by));
      }
    }
    return changes;
  }

  private static List<Change> set(Stretch wrong, Stretch end, long offset, Ledger ledger) {
    List<Change> changes = new ArrayList<>();
    for (Ledger.Device device : ledger.devices()) {
      long from = wrong.nextSeq(device.id);
      long to = end.nextSeq(device.id) - 1;
      if (to >= from) {
        changes.add(new Change(ClockEvent.Kind.SET, device, from, to, offset));
      }
    }
    return changes;
  }

  /**
   * What is to be added to times of the gateway's clock in this entry, in ms; empty when they were
   * right from the beginning, or nobody will ever know.
   */
  OptionalLong correction(long entry) {
    List<Stretch> known = stretches;
    int at = known.size() - 1;
    while (at >= 0 && known.get(at).first() > entry) {
      at--;
    }
    if (at < 0 || known.get(at).synced()) {
      return OptionalLong.empty();
    }
    Stretch wrong = known.get(at);
    for (Stretch later : known.subList(at + 1, known.size())) {
      if (later.boot().equals(wrong.boot()) && later.synced()) {
        return OptionalLong.of(later.offset() - wrong.offset());
      }
    }
    return OptionalLong.empty();
  }

  /** Time since the boot at which wall time was {@code wallMs} in this entry; empty: not known. */
  OptionalLong sinceBoot(long entry, long wallMs) {
    Stretch found = null;
    for (Stretch stretch : stretches) {
      found = stretch.first() <= entry ? stretch : found;
    }
    return found == null ? OptionalLong.empty() : OptionalLong.of(wallMs - found.offset());
  }

  /** Writes what is new, and forgets what no entry needs any more. */
  void save(Database database) throws SQLException {
    if (unsaved.isEmpty()) {
      return;
    }
    for (Stretch stretch : unsaved) {
      StringBuilder seqs = new StringBuilder();
      stretch
          .seqs()
          .forEach(
              (device, seq) ->
                  seqs.append(seqs.isEmpty() ? "" : " ").append(device).append(':').append(seq));
      database.update(
          "INSERT OR REPLACE INTO clock VALUES(?,?,?,?,?)",
          stretch.first(),
          stretch.boot(),
          stretch.offset(),
          stretch.synced() ? 1 : 0,
          seqs.toString());
    }
    database.update(
        "DELETE FROM clock WHERE first<(SELECT max(first) FROM clock WHERE first<="
            + "(SELECT coalesce(min(id), ?1) FROM entry)) AND boot<>?2",
        unsaved.getLast().first(),
        unsaved.getLast().boot());
    unsaved.clear();
  }
}
