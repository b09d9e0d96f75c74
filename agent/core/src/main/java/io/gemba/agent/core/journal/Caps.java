package io.gemba.agent.core.journal;

import io.gemba.agent.core.journal.CapGaps.Gap;
import io.gemba.agent.core.journal.CapGaps.GapKind;
import io.gemba.agent.core.journal.Transaction.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Drops the oldest entries of a journal that is too large or too old, and names what it dropped.
 */
final class Caps {
  static final String BUFFER_FULL = "buffer-full";
  static final String TOO_OLD = "too-old";

  private static final int PAGE_OF_ROWS = 200;
  private static final int MOST_ROWS = 5_000;
  private static final int ROW_OVERHEAD = 40;

  private Caps() {}

  /** An entry that may have to go. */
  private record Candidate(Row row, long received, boolean clockSynced, long bytes) {}

  /**
   * Drops the oldest until {@code room} more bytes fit under {@code limit}; false when that cannot
   * be done.
   */
  static boolean makeRoom(Transaction tx, long room, long limit, boolean clockSynced)
      throws SQLException, JournalException {
    Ranges all = new Ranges();
    all.add(1, tx.ledger.nextEntry - 1, 0);
    return makeRoomAmong(tx, all, room, limit, clockSynced);
  }

  /**
   * The same, dropping only these. Where new samples must be refused when the journal is full, an
   * uplink that is away must not make them refused for the others: what one of them has had already
   * goes first.
   */
  static boolean makeRoomAmong(
      Transaction tx, Ranges among, long room, long limit, boolean clockSynced)
      throws SQLException, JournalException {
    for (int round = 0; round < 8; round++) {
      long excess = tx.database.bytesUsed() + room - limit;
      if (excess <= 0) {
        return true;
      }
      if (!dropOldest(tx, among, excess + limit / 100, clockSynced)) {
        return false;
      }
    }
    return tx.database.bytesUsed() + room <= limit;
  }

  private static boolean dropOldest(Transaction tx, Ranges among, long bytes, boolean clockSynced)
      throws SQLException, JournalException {
    CapGaps gaps = new CapGaps();
    long freed = 0;
    boolean blocks = false;
    for (Ranges.Interval interval : among.intervals()) {
      long after = interval.first() - 1;
      while (freed < bytes) {
        List<Candidate> candidates = oldest(tx, after, interval.last());
        if (candidates.isEmpty()) {
          break;
        }
        for (Candidate candidate : candidates) {
          if (freed >= bytes) {
            break;
          }
          after = candidate.row().id();
          freed += candidate.bytes() + ROW_OVERHEAD;
          blocks |= candidate.row().kind() == Transaction.BLOCK;
          drop(tx, candidate.row(), BUFFER_FULL, gaps);
        }
      }
    }
    tx.capGaps(gaps, clockSynced);
    return blocks;
  }

  /**
   * Drops what was committed before {@code cutoff}. Entries from before the clock was set stay:
   * nobody knows how old they are, unless it was set in the same boot of the machine.
   */
  static void dropOld(Transaction tx, long cutoff) throws SQLException, JournalException {
    CapGaps gaps = new CapGaps();
    long after = 0;
    long last = tx.ledger.nextEntry - 1;
    for (int rows = 0; rows < MOST_ROWS; rows += PAGE_OF_ROWS) {
      List<Candidate> candidates = oldest(tx, after, last);
      for (Candidate candidate : candidates) {
        after = candidate.row().id();
        OptionalLong since = committed(tx, candidate);
        if (since.isEmpty()) {
          continue;
        }
        if (since.getAsLong() >= cutoff) {
          rows = MOST_ROWS;
          break;
        }
        drop(tx, candidate.row(), TOO_OLD, gaps);
      }
      if (candidates.isEmpty()) {
        break;
      }
    }
    tx.capGaps(gaps, true);
  }

  /** By the clock as it is known to have been; empty when nobody knows. */
  private static OptionalLong committed(Transaction tx, Candidate candidate) {
    if (candidate.clockSynced()) {
      return OptionalLong.of(candidate.received());
    }
    OptionalLong by = tx.ledger.clock.correction(candidate.row().id());
    return by.isPresent() ? OptionalLong.of(candidate.received() + by.getAsLong()) : by;
  }

  private static List<Candidate> oldest(Transaction tx, long after, long last)
      throws SQLException, JournalException {
    List<Candidate> oldest = new ArrayList<>();
    tx.database.query(
        row ->
            oldest.add(
                new Candidate(
                    Transaction.row(row),
                    row.getLong(8),
                    (row.getInt(9) & 1) != 0,
                    row.getLong(10))),
        "SELECT id, kind, device, first_seq, count, t0, t1, received, flags, length(body) FROM entry"
            + " WHERE id>? AND id<=? AND kind<>2 ORDER BY id LIMIT " // clock records: few and small
            + PAGE_OF_ROWS,
        after,
        last);
    return oldest;
  }

  /**
   * Deletes the entry; who had not had it is told. A gap record keeps its own cause and is only
   * merged.
   */
  private static void drop(Transaction tx, Row row, String cause, CapGaps gaps)
      throws SQLException, JournalException {
    Set<Cursor> lacking = tx.lacking(row.id());
    boolean everybody = lacking.size() == tx.cursors().size();
    if (everybody || !lacking.isEmpty()) {
      Set<String> audience = CapGaps.audience(lacking, everybody);
      Gap gap =
          new Gap(
              row.firstSeq(), row.firstSeq() + row.count() - 1, row.t0(), row.t1(), row.count());
      if (row.kind() == Transaction.BLOCK) {
        gaps.add(new GapKind(row.device(), cause, audience), gap);
      } else {
        keepGap(tx, row, audience, gaps);
      }
    }
    tx.delete(row.id(), row.kind() == Transaction.BLOCK ? row.count() : 0);
  }

  private static void keepGap(Transaction tx, Row row, @Nullable Set<String> audience, CapGaps gaps)
      throws SQLException, JournalException {
    List<GapCodec.Body> bodies = new ArrayList<>();
    tx.database.query(
        found -> {
          try {
            bodies.add(GapCodec.decode(found.getBytes(1)));
          } catch (CorruptBlockException _) {
            bodies.add(new GapCodec.Body("corrupt", -1, row.count(), null));
          }
        },
        "SELECT body FROM entry WHERE id=?",
        row.id());
    for (GapCodec.Body body : bodies) {
      gaps.add(
          new GapKind(row.device(), body.cause(), audience),
          new Gap(
              row.firstSeq(), row.firstSeq() + row.count() - 1, row.t0(), row.t1(), body.lost()));
    }
  }
}
