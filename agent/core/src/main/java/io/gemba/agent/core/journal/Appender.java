package io.gemba.agent.core.journal;

import io.gemba.agent.core.clock.ClockMark;
import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.agent.core.journal.CapGaps.Gap;
import io.gemba.agent.core.journal.CapGaps.GapKind;
import java.sql.SQLException;
import java.util.List;

/**
 * Puts samples and gaps into a transaction, and makes room for them or refuses them. Used under the
 * journal's lock.
 */
final class Appender implements AutoCloseable {
  private static final int ROOM_PER_ENTRY = 200;

  private final Blocks blocks = new Blocks();
  private final DiskSpace space;
  private final WhenFull whenFull;

  Appender(DiskSpace space, WhenFull whenFull) {
    this.space = space;
    this.whenFull = whenFull;
  }

  /** Appends. */
  void append(
      Transaction tx,
      List<DeviceSamples> samples,
      List<GapDraft> gaps,
      ClockMark mark,
      Opened state)
      throws SQLException, JournalException {
    boolean clockSynced = mark.synced();
    tx.clock(mark);
    List<Blocks.Encoded> encoded = blocks.encode(tx.ledger, samples, mark);
    long room = (long) ROOM_PER_ENTRY * (encoded.size() + gaps.size());
    for (Blocks.Encoded block : encoded) {
      room += block.body().length;
    }
    if (fits(tx, room, clockSynced, state)) {
      write(tx, encoded, clockSynced);
    } else {
      refuse(tx, encoded, clockSynced);
    }
    for (GapDraft draft : gaps) {
      write(tx, draft, clockSynced);
    }
  }

  private boolean fits(Transaction tx, long room, boolean clockSynced, Opened state)
      throws SQLException, JournalException {
    long limit = space.limit(tx.now, tx.database.bytesOfFile());
    if (tx.database.bytesUsed() + room <= limit) {
      return true;
    }
    tx.purge(state.gone, state.aside, 1, Integer.MAX_VALUE);
    if (tx.database.bytesUsed() + room <= limit) {
      return true;
    }
    if (whenFull == WhenFull.REFUSE_NEW) {
      return Caps.makeRoomAmong(tx, tx.hadBySome(), room, limit, clockSynced);
    }
    // What the disk allows is a guess: when nothing is left to drop, the next write tells.
    return Caps.makeRoom(tx, room, limit, clockSynced)
        || tx.database.bytesUsed() + room <= space.maxSize();
  }

  private static void write(Transaction tx, List<Blocks.Encoded> encoded, boolean clockSynced)
      throws SQLException {
    for (Blocks.Encoded block : encoded) {
      Entry.Block entry =
          new Entry.Block(
              tx.ledger.nextEntry++,
              block.device().ref,
              block.firstSeq(),
              block.samples(),
              clockSynced,
              block.historic(),
              block.skew());
      tx.block(entry, block.device(), block.body(), block.t0(), block.t1());
    }
  }

  private static void write(Transaction tx, GapDraft draft, boolean clockSynced)
      throws SQLException {
    Ledger.Device device = tx.ledger.device(draft.device());
    long from = tx.ledger.number(device, draft.numbers());
    Gap gap =
        new Gap(
            from,
            from + draft.numbers() - 1,
            BlockEncoder.millis(draft.start()),
            BlockEncoder.millis(draft.end()),
            draft.lost());
    tx.gap(device, gap, draft.cause(), draft.point(), clockSynced, null);
  }

  private static void refuse(Transaction tx, List<Blocks.Encoded> encoded, boolean clockSynced)
      throws SQLException {
    CapGaps gaps = new CapGaps();
    for (Blocks.Encoded block : encoded) {
      int count = block.samples().size();
      gaps.add(
          new GapKind(block.device().id, Caps.BUFFER_FULL, null),
          new Gap(block.firstSeq(), block.firstSeq() + count - 1, block.t0(), block.t1(), count));
    }
    tx.capGaps(gaps, clockSynced);
  }

  @Override
  public void close() {
    blocks.close();
  }
}
