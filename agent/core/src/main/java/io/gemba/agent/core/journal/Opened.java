package io.gemba.agent.core.journal;

import io.gemba.agent.core.journal.CapGaps.GapKind;
import io.gemba.agent.core.journal.CapGaps.Written;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** What is valid for one opening of the database. Guarded by the journal's lock. */
final class Opened {
  final Database database;
  final Ledger ledger;

  /** Ids that were deleted since. */
  final Ranges gone = new Ranges();

  /** Ids that are kept because somebody set them aside. */
  Ranges aside = new Ranges();

  /** The record that each cap wrote last. */
  Map<GapKind, Written> openGaps = new HashMap<>();

  Opened(Database database, Ledger ledger) {
    this.database = database;
    this.ledger = ledger;
  }

  void loadAside() throws SQLException, JournalException {
    Ranges ids = new Ranges();
    database.query(
        row -> ids.add(row.getLong(1), row.getLong(1), 0), "SELECT DISTINCT entry FROM set_aside");
    aside = ids;
  }

  /** The transaction is durable. */
  void committed(Transaction tx) {
    openGaps = tx.openGaps;
    tx.deleted.intervals().forEach(i -> gone.add(i.first(), i.last(), 0));
    tx.setAside.intervals().forEach(i -> aside.add(i.first(), i.last(), 0));
  }
}
