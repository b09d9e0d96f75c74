package io.gemba.agent.core.journal;

import io.gemba.agent.core.journal.Transaction.Row;
import java.sql.SQLException;
import java.time.Duration;
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
  record Stored(Row row, byte[] body, long received) {}

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
        row -> found.add(new Stored(Transaction.row(row), row.getBytes(8), row.getLong(9))),
        "SELECT id, kind, device, first_seq, count, t0, t1, body, received FROM entry WHERE id>=?"
            + " AND id<=? "
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
    return switch (row.kind()) {
      case Transaction.BLOCK -> block(stored, device, ledger);
      case Transaction.CLOCK -> clock(row, device, ClockCodec.decode(stored.body()));
      default -> gap(stored, device, ledger);
    };
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
    return Restamp.block(
        new Entry.Block(
            row.id(),
            device.ref,
            block.firstSeq(),
            block.samples(),
            block.clockSynced(),
            block.historic(),
            Restamp.skew(stored.received(), block.skewed())),
        ledger.clock);
  }

  static Entry.Clock clock(Row row, Ledger.Device device, ClockCodec.Body body) {
    return new Entry.Clock(
        row.id(),
        device.ref,
        body.boot(),
        body.kind(),
        row.firstSeq(),
        row.firstSeq() + row.count() - 1,
        Duration.ofMillis(body.offset()),
        Instant.ofEpochMilli(row.t0()),
        Instant.ofEpochMilli(row.t1()));
  }

  private static Entry gap(Stored stored, Ledger.Device device, Ledger ledger)
      throws CorruptBlockException {
    Row row = stored.row();
    GapCodec.Body body = GapCodec.decode(stored.body());
    return new Entry.Gap(
        row.id(),
        device.ref,
        row.firstSeq(),
        row.firstSeq() + body.numbers() - 1,
        Restamp.gapTime(row.t0(), row, stored.received(), ledger.clock),
        Restamp.gapTime(row.t1(), row, stored.received(), ledger.clock),
        body.cause(),
        body.lost(),
        body.point());
  }
}
