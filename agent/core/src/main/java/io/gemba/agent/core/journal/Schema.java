package io.gemba.agent.core.journal;

import java.sql.SQLException;
import java.util.List;

/**
 * The tables of a journal. Times are milliseconds since the epoch, UTC. An append writes entries
 * only; the other tables are brought up to date when entries are deleted, a device or point is new,
 * and at the clean stop. Entries from {@code next_entry} on are counted on top of them at the
 * start.
 *
 * <ul>
 *   <li>{@code journal}: one row. {@code next_entry} is the id of the next entry, {@code commits}
 *       counts appends, {@code samples} every sample ever appended, {@code gaps} every gap record,
 *       {@code run} the starts; {@code running} is 1 from start to clean stop.
 *   <li>{@code device}: {@code next_seq} is the number of its next sample, {@code last_run} the run
 *       in which it last sent something.
 *   <li>{@code point}: gives names short ids, which blocks use.
 *   <li>{@code entry}: what waits. {@code kind} 0 = block, 1 = gap record; both in one id space, so
 *       that gaps are delivered in order like data; 2 = clock record. {@code flags} 1 = clock
 *       synced, 2 = first of an append; {@code carried} see {@link Carried}.
 *   <li>{@code uplink}: whom entries wait for.
 *   <li>{@code delivered}: per uplink, the ids it needs no more, as merged intervals.
 *   <li>{@code set_aside}: what an uplink will never take, and why; keeps the entry until a cap
 *       reaches it.
 *   <li>{@code clock}: see {@link ClockBook}; journals of before 2026-11-24 get it when opened.
 * </ul>
 */
final class Schema {
  /** Told by {@code PRAGMA user_version}. */
  static final int VERSION = 2;

  /** Flag of an entry: the clock was set. */
  static final int CLOCK_SYNCED = 1;

  /** Flag of an entry: the first of an append. */
  static final int BEGINS_APPEND = 2;

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
              + " NULL, carried BLOB)",
          "CREATE TABLE uplink(name TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID",
          "CREATE TABLE delivered(uplink TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT"
              + " NULL, samples INTEGER NOT NULL, PRIMARY KEY(uplink, first)) WITHOUT ROWID",
          "CREATE TABLE set_aside(uplink TEXT NOT NULL, entry INTEGER NOT NULL, reason TEXT NOT"
              + " NULL, at INTEGER NOT NULL, PRIMARY KEY(uplink, entry)) WITHOUT ROWID");

  private static final String CLOCK =
      "CREATE TABLE IF NOT EXISTS clock(first INTEGER PRIMARY KEY, boot TEXT NOT NULL, offset"
          + " INTEGER NOT NULL, synced INTEGER NOT NULL, seqs TEXT NOT NULL)";

  private Schema() {}

  /** Brings the tables of version 1 up to this one. */
  static void upgrade(Database database) throws SQLException {
    database.execute("BEGIN IMMEDIATE");
    database.execute("ALTER TABLE entry ADD COLUMN carried BLOB");
    database.pragma("user_version=" + VERSION);
    database.commit();
  }

  /** Makes what later versions added to an older journal; an older agent does not mind it. */
  static void complete(Database database) throws SQLException {
    database.execute(CLOCK);
  }

  /** Makes the tables of a new journal; entry ids begin at {@code firstEntry}. */
  static void create(Database database, String id, long now, long firstEntry) throws SQLException {
    database.execute("BEGIN IMMEDIATE");
    for (String table : TABLES) {
      database.execute(table);
    }
    database.update("INSERT INTO journal VALUES(?,?,?,0,0,0,0,0)", id, now, firstEntry);
    database.pragma("user_version=" + VERSION);
    database.commit();
  }
}
