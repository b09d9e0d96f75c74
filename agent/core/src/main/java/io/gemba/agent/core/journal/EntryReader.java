package io.gemba.agent.core.journal;

import io.gemba.agent.core.journal.Transaction.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an entry from the database (under the journal's lock) and makes sense of its bytes (on any
 * thread).
 */
final class EntryReader {
  /** An entry as it lies in the database. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Stored(Row row, byte[] body) {}

  private EntryReader() {}

  /** The oldest with {@code from <= id <= upTo}, or null. */
  static @Nullable Stored load(Database database, long from, long upTo)
      throws SQLException, JournalException {
    return load(database, from, upTo, "ORDER BY id LIMIT 1");
  }

  /** The newest with {@code from <= id <= upTo}, or null. */
  static @Nullable Stored loadLast(Database database, long from, long upTo)
      throws SQLException, JournalException {
    return load(database, from, upTo, "ORDER BY id DESC LIMIT 1");
  }

  private static @Nullable Stored load(Database database, long from, long upTo, String which)
      throws SQLException, JournalException {
    List<Stored> found = new ArrayList<>(1);
    database.query(
        row -> found.add(new Stored(Transaction.row(row), row.getBytes(8))),
        "SELECT id, kind, device, first_seq, count, t0, t1, body FROM entry WHERE id>=? AND id<=? "
            + which,
        from,
        upTo);
    return found.isEmpty() ? null : found.getFirst();
  }

  static Entry decode(Stored stored, Ledger ledger) throws CorruptBlockException {
    Row row = stored.row();
    Ledger.Device device = ledger.device(row.device());
    if (device == null) {
      throw new CorruptBlockException("no device has the id " + row.device());
    }
    return row.kind() == Transaction.BLOCK
        ? block(stored, device, ledger)
        : gap(row, device, GapCodec.decode(stored.body()));
  }

  private static Entry block(Stored stored, Ledger.Device device, Ledger ledger)
      throws CorruptBlockException {
    Row row = stored.row();
    BlockCodec.Decoded block = BlockDecoder.decode(stored.body(), ledger::pointName);
    if (block.firstSeq() != row.firstSeq()
        || block.samples().size() != row.count()
        || block.deviceId() != row.device()) {
      throw new CorruptBlockException("the block belongs to another row");
    }
    return new Entry.Block(
        row.id(),
        device.ref,
        block.firstSeq(),
        block.samples(),
        block.clockSynced(),
        block.historic());
  }

  private static Entry gap(Row row, Ledger.Device device, GapCodec.Body body) {
    return new Entry.Gap(
        row.id(),
        device.ref,
        row.firstSeq(),
        row.firstSeq() + body.numbers() - 1,
        Instant.ofEpochMilli(row.t0()),
        Instant.ofEpochMilli(row.t1()),
        body.cause(),
        body.lost(),
        body.point());
  }
}
