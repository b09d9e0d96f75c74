package io.gemba.agent.core.journal;

import java.sql.SQLException;
import java.time.Duration;

/**
 * What a transaction does beside appending: writes what was set aside, deletes what everybody has,
 * and now and then what is too old. Guarded by the journal's lock.
 */
final class Housekeeping {
  private static final long AGE_CHECK_MS = 60_000;
  private static final int PURGE_FROM = 64;
  private static final int PURGE_AT_ONCE = 2_000;

  private final Duration maxAge;
  private long ageCheckedMs;

  Housekeeping(Duration maxAge) {
    this.maxAge = maxAge;
  }

  boolean isAgeDue(long nowMs) {
    return Math.abs(nowMs - ageCheckedMs) >= AGE_CHECK_MS;
  }

  void run(Transaction tx, Opened state, boolean clockSynced)
      throws SQLException, JournalException {
    tx.writeAsides(clockSynced);
    tx.purge(state.gone, state.aside, PURGE_FROM, PURGE_AT_ONCE);
    if (clockSynced && isAgeDue(tx.now)) {
      Caps.dropOld(tx, tx.now - maxAge.toMillis());
      ageCheckedMs = tx.now;
    }
  }

  /** At the clean stop, when every entry that can go shall go. */
  void last(Transaction tx, Opened state) throws SQLException, JournalException {
    tx.writeAsides(false);
    tx.purge(state.gone, state.aside, 1, PURGE_AT_ONCE);
  }
}
