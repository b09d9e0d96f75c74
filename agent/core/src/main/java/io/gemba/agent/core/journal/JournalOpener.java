package io.gemba.agent.core.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a journal's database: makes a new one, checks an old one, puts a damaged one aside and
 * begins anew.
 */
final class JournalOpener {
  private static final Logger LOG = LoggerFactory.getLogger(JournalOpener.class);

  /**
   * Up to this size the whole file is checked after an unclean stop: a second or two of a slow
   * card.
   */
  private static final long CHECK_UP_TO = 32 << 20;

  /** Each waits for SQLite's busy timeout, two seconds. */
  private static final int HELD_TRIES = 15;

  private JournalOpener() {}

  /**
   * An open, sound database with its tables.
   *
   * @param suspect check all of it, because it was seen damaged
   * @param firstEntry where a new one's entry ids begin
   */
  static Database open(
      JournalFiles files, Tuning tuning, boolean suspect, long firstEntry, Instant now)
      throws JournalException {
    files.make();
    try {
      return tryOpen(files, tuning, suspect, firstEntry, now);
    } catch (SQLException e) {
      if (DatabaseErrors.isHeld(e)) {
        return wait(files, tuning, suspect, firstEntry, now, e);
      }
      if (!DatabaseErrors.isCorrupt(e)) {
        throw DatabaseErrors.explain(files.database(), e);
      }
      LOG.error(
          "Journal {} is damaged ({}): put aside as {}, a new one begins; what it held is not sent",
          files.database(),
          e.getMessage(),
          files.setCorruptAside(now));
      return again(files, tuning, firstEntry, now);
    }
  }

  /** A backup or a curious person lets go again, another agent does not. */
  private static Database wait(
      JournalFiles files,
      Tuning tuning,
      boolean suspect,
      long firstEntry,
      Instant now,
      SQLException held)
      throws JournalException {
    SQLException last = held;
    for (int i = 0; i < HELD_TRIES && !files.isOwnerAlive(); i++) {
      LOG.warn("Journal {} is locked by another program; waiting for it", files.database());
      try {
        return tryOpen(files, tuning, suspect, firstEntry, now);
      } catch (SQLException e) {
        if (!DatabaseErrors.isHeld(e)) {
          throw DatabaseErrors.explain(files.database(), e);
        }
        last = e;
      }
    }
    throw files.held(last);
  }

  private static Database again(JournalFiles files, Tuning tuning, long firstEntry, Instant now)
      throws JournalException {
    try {
      return tryOpen(files, tuning, false, firstEntry, now);
    } catch (SQLException e) {
      throw DatabaseErrors.explain(files.database(), e);
    }
  }

  private static Database tryOpen(
      JournalFiles files, Tuning tuning, boolean suspect, long firstEntry, Instant now)
      throws SQLException, JournalException {
    Database database = Database.open(files.database(), tuning);
    try {
      if (database.number("SELECT count(*) FROM sqlite_schema") == 0) {
        Schema.create(database, UUID.randomUUID().toString(), now.toEpochMilli(), firstEntry);
      }
      check(database, suspect);
      database.emptyLog();
      return database;
    } catch (SQLException | JournalException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  static void check(Database database, boolean suspect) throws SQLException, JournalException {
    long version = database.number("PRAGMA user_version");
    if (version > Schema.VERSION) {
      throw new JournalException(
          "journal " + database.file() + " was written by a newer Gemba: install that one again");
    }
    if (version == 1) {
      Schema.upgrade(database);
    } else if (version < Schema.VERSION) {
      throw new SQLException("these are not a journal's tables", "", DatabaseErrors.CORRUPT);
    }
    boolean unclean = database.number("SELECT running FROM journal") != 0;
    if (suspect || (unclean && database.bytesUsed() <= CHECK_UP_TO)) {
      database.query(
          row -> {
            if (!"ok".equals(row.getString(1))) {
              throw new SQLException(row.getString(1), "", DatabaseErrors.CORRUPT);
            }
          },
          "PRAGMA quick_check(1)");
    }
    Ledger.load(database);
  }
}
