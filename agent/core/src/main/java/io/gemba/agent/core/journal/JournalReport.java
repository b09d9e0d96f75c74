package io.gemba.agent.core.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;

/** Looks into a journal that no agent holds, for the command line. Changes nothing it says. */
public final class JournalReport {
  private JournalReport() {}

  /** What the journal in this directory holds; says who holds it when an agent does. */
  public static JournalStatus read(Path directory) throws JournalException {
    JournalFiles files = new JournalFiles(directory);
    if (!Files.exists(files.database())) {
      throw new JournalException(
          "no journal at " + files.database() + ": check journal.directory in the configuration");
    }
    try (Database database = Database.open(files.database(), Tuning.DEFAULT)) {
      JournalOpener.check(database, false);
      Ledger ledger = Ledger.load(database);
      return StatusReader.read(database, files, ledger, cursors(database, ledger), 0, null);
    } catch (SQLException e) {
      throw DatabaseErrors.isHeld(e) ? files.held(e) : DatabaseErrors.explain(files.database(), e);
    }
  }

  private static Collection<Cursor> cursors(Database database, Ledger ledger)
      throws SQLException, JournalException {
    Uplinks uplinks = new Uplinks(new JournalFile.Counts(ledger.nextEntry - 1, ledger.samples));
    uplinks.load(database, ledger, 0);
    return uplinks.all();
  }
}
