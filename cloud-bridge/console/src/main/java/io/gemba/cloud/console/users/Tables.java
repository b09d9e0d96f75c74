package io.gemba.cloud.console.users;

import java.sql.SQLException;
import java.sql.Statement;

/** The tables, in words that SQLite and PostgreSQL both know. */
final class Tables {
  private static final String[] TABLES = {
    "CREATE TABLE IF NOT EXISTS console_account (name TEXT PRIMARY KEY, role TEXT NOT NULL,"
        + " sites TEXT NOT NULL, password TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS console_session (id TEXT PRIMARY KEY, account TEXT NOT NULL,"
        + " began BIGINT NOT NULL, seen BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS console_secret (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS console_audit (id BIGINT PRIMARY KEY, t BIGINT NOT NULL,"
        + " who TEXT NOT NULL, origin TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,"
        + " outcome TEXT NOT NULL)",
  };

  private Tables() {}

  static void make(Statement s) throws SQLException {
    for (String table : TABLES) {
      s.execute(table);
    }
  }

  /**
   * Keeps a mistake in this program, or a hand on the file, from rewriting what was done. Whoever
   * may write the file can still take the triggers away. SQLite's words.
   */
  static void onlyGrows(Statement s) throws SQLException {
    for (String verb : new String[] {"UPDATE", "DELETE"}) {
      s.execute(
          "CREATE TRIGGER IF NOT EXISTS console_audit_no_"
              + verb.toLowerCase(java.util.Locale.ROOT)
              + " BEFORE "
              + verb
              + " ON console_audit BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END");
    }
  }
}
