package io.gemba.agent.core.journal;

import java.sql.SQLException;
import java.util.List;

/**
 * The tables of a journal. Times are milliseconds since the epoch, UTC.
 *
 * <ul>
 *   <li>{@code journal}: one row. {@code next_entry} is the id of the next entry, {@code commits}
 *       counts appends, {@code samples} every sample ever appended, {@code gaps} every gap record,
 *       {@code run} the starts; {@code running} is 1 from start to clean stop.
 *   <li>{@code device}: {@code next_seq} is the number of its next sample, {@code last_run} the run
 *       in which it last sent something.
 *   <li>{@code point}: gives names short ids, which blocks use.
 *   <li>{@code entry}: what waits. {@code kind} 0 = block, 1 = gap record; both in one id space, so
 *       that gaps are delivered in order like data. {@code flags} 1 = clock synced.
 *   <li>{@code uplink}: whom entries wait for.
 *   <li>{@code delivered}: per uplink, the ids it needs no more, as merged intervals.
 *   <li>{@code set_aside}: what an uplink will never take, and why; keeps the entry until a cap
 *       reaches it.
 * </ul>
 */
final class Schema {
  /** Told by {@code PRAGMA user_version}. */
  static final int VERSION = 1;

  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE journal(id TEXT NOT NULL, created INTEGER NOT NULL, next_entry INTEGER NOT"
              + " NULL, commits INTEGER NOT NULL, samples INTEGER NOT NULL, gaps INTEGER NOT NULL,"
              + " run INTEGER NOT NULL, running INTEGER NOT NULL)",
          "CREATE TABLE device(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, place TEXT NOT"
              + " NULL, next_seq INTEGER NOT NULL, last_time INTEGER, last_run INTEGER NOT NULL)",
          "CREATE TABLE point(id INTEGER PRIMARY KEY, device INTEGER NOT NULL, name TEXT NOT NULL)",
          "CREATE TABLE entry(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, device INTEGER NOT"
              + " NULL, first_seq INTEGER NOT NULL, count INTEGER NOT NULL, t0 INTEGER NOT NULL, t1"
              + " INTEGER NOT NULL, received INTEGER NOT NULL, flags INTEGER NOT NULL, body BLOB NOT"
              + " NULL)",
          "CREATE TABLE uplink(name TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID",
          "CREATE TABLE delivered(uplink TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT"
              + " NULL, samples INTEGER NOT NULL, PRIMARY KEY(uplink, first)) WITHOUT ROWID",
          "CREATE TABLE set_aside(uplink TEXT NOT NULL, entry INTEGER NOT NULL, reason TEXT NOT"
              + " NULL, at INTEGER NOT NULL, PRIMARY KEY(uplink, entry)) WITHOUT ROWID");

  private Schema() {}

  /** Makes the tables of a new journal; entry ids begin at {@code firstEntry}. */
  static void create(Database database, String id, long now, long firstEntry) throws SQLException {
    database.execute("BEGIN IMMEDIATE");
    for (String table : TABLES) {
      database.execute(table);
    }
    database.update("INSERT INTO journal VALUES(?,?,?,0,0,0,0,0)", id, now, firstEntry);
    database.pragma("user_version=" + VERSION);
    database.execute("COMMIT");
  }
}
