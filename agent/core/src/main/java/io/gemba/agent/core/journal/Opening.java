package io.gemba.agent.core.journal;

import java.sql.SQLException;
import java.time.Instant;

/**
 * Opens the database, reads what the journal keeps of it in memory, and names what the run before
 * may have lost. Guarded by the journal's lock.
 */
final class Opening {
  private final JournalFiles files;
  private final DeviceNote note;
  private final Uplinks uplinks;
  private final Tuning tuning;
  private int pageLimit;

  Opening(JournalFiles files, DeviceNote note, Uplinks uplinks, Tuning tuning) {
    this.files = files;
    this.note = note;
    this.uplinks = uplinks;
    this.tuning = tuning;
  }

  /** For tests: a disk full beyond so many pages. */
  void limitPages(int pages) {
    pageLimit = pages;
  }

  /**
   * An open, sound journal; a new one where there was none or a damaged one.
   *
   * @param starting whether the agent starts, or opens its journal again after a failure
   * @param suspect check all of it, because it was seen damaged
   * @param before what the journal in memory held
   */
  Opened open(boolean starting, boolean suspect, Ledger before, Instant now)
      throws JournalException {
    int damagedBefore = files.corrupt().size();
    Database database =
        JournalOpener.open(files, tuning, suspect, Math.max(1, before.nextEntry), now);
    try {
      if (pageLimit > 0) {
        database.pragma("max_page_count=" + pageLimit);
      }
      boolean foundDamaged = files.corrupt().size() > damagedBefore;
      Schema.complete(database);
      Ledger ledger = Ledger.load(database);
      uplinks.load(database, ledger, now.toEpochMilli());
      Opened opened = new Opened(database, ledger);
      opened.loadAside();
      if (starting || !ledger.id.equals(before.id)) {
        begin(opened, foundDamaged, now.toEpochMilli());
      }
      files.own(now);
      return opened;
    } catch (SQLException e) {
      database.close();
      throw DatabaseErrors.explain(files.database(), e);
    } catch (JournalException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Marks the journal as running, and names what an unclean stop may have lost. */
  private void begin(Opened opened, boolean foundDamaged, long now)
      throws SQLException, JournalException {
    Transaction tx =
        new Transaction(opened.database, opened.ledger, uplinks.all(), opened.openGaps, now);
    UncleanStop.name(tx);
    note.load();
    note.nameLost(tx, foundDamaged ? DeviceNote.CORRUPT : DeviceNote.REPLACED);
    opened.ledger.run++;
    opened.database.update("UPDATE journal SET running=1");
    tx.commit();
    opened.committed(tx);
  }
}
