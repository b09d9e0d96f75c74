package io.gemba.agent.core.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uplinks entries wait for, as the database and the configuration know them. Used under the
 * journal's lock.
 */
final class Uplinks {
  private static final Logger LOG = LoggerFactory.getLogger(Uplinks.class);

  private final EntrySource journal;
  private final Map<String, Cursor> cursors = new LinkedHashMap<>();

  Uplinks(EntrySource journal) {
    this.journal = journal;
  }

  Collection<Cursor> all() {
    return cursors.values();
  }

  @Nullable Cursor get(String name) {
    return cursors.get(name);
  }

  /** The uplink of this name. */
  Cursor known(String name) throws JournalException {
    Cursor cursor = cursors.get(name);
    if (cursor == null) {
      throw new JournalException(
          "the journal knows no uplink "
              + name
              + ": it has "
              + String.join(", ", cursors.keySet()));
    }
    return cursor;
  }

  /** Reads every cursor; those the database does not know (a new one was begun) start over. */
  void load(Database database, Ledger ledger, long now) throws SQLException, JournalException {
    Set<String> names = new TreeSet<>();
    database.query(row -> names.add(row.getString(1)), "SELECT name FROM uplink");
    for (String name : names) {
      load(database, ledger, cursors.computeIfAbsent(name, n -> new Cursor(journal, n)));
    }
    for (Cursor cursor : cursors.values()) {
      if (!names.contains(cursor.name())) {
        cursor.forget();
        register(database, ledger, cursor, now);
      }
    }
  }

  private static void load(Database database, Ledger ledger, Cursor cursor)
      throws SQLException, JournalException {
    List<Ranges.Interval> intervals = new ArrayList<>();
    database.query(
        row -> intervals.add(new Ranges.Interval(row.getLong(1), row.getLong(2), row.getLong(3))),
        "SELECT first, last, samples FROM delivered WHERE uplink=? ORDER BY first",
        cursor.name());
    cursor.load(intervals, ledger.carried.getOrDefault(cursor.name(), intervals));
  }

  /** A new uplink starts with everything still in the journal. */
  Cursor add(Database database, Ledger ledger, String name, long now)
      throws SQLException, JournalException {
    Cursor cursor = new Cursor(journal, name);
    register(database, ledger, cursor, now);
    cursors.put(name, cursor);
    return cursor;
  }

  /** What is no longer there counts as delivered. */
  private static void register(Database database, Ledger ledger, Cursor cursor, long now)
      throws SQLException, JournalException {
    long[] next = {1};
    Ranges holes = new Ranges();
    database.query(
        row -> {
          long id = row.getLong(1);
          holes.add(next[0], id - 1, 0);
          next[0] = id + 1;
        },
        "SELECT id FROM entry ORDER BY id");
    holes.add(next[0], ledger.nextEntry - 1, 0);
    long stored = database.number("SELECT coalesce(sum(count),0) FROM entry WHERE kind=0");
    List<Ranges.Interval> intervals = new ArrayList<>(holes.intervals());
    if (!intervals.isEmpty()) {
      Ranges.Interval first = intervals.getFirst();
      intervals.set(0, new Ranges.Interval(first.first(), first.last(), ledger.samples - stored));
    }
    database.execute("BEGIN IMMEDIATE");
    database.update("INSERT OR REPLACE INTO uplink VALUES(?,?)", cursor.name(), now);
    for (Ranges.Interval interval : intervals) {
      database.update(
          "INSERT INTO delivered VALUES(?,?,?,?)",
          cursor.name(),
          interval.first(),
          interval.last(),
          interval.weight());
    }
    database.commit();
    cursor.load(intervals, intervals);
  }

  /**
   * Gives an uplink that has a new name the place it had under the old one.
   *
   * @param names all that are configured now
   * @param formerNames by new name, the old one; where exactly one uplink is gone and exactly one
   *     is new, that one has taken its place without being told
   */
  void rename(Database database, Ledger ledger, Set<String> names, Map<String, String> formerNames)
      throws SQLException, JournalException {
    Set<String> gone = new TreeSet<>(cursors.keySet());
    gone.removeAll(names);
    Set<String> fresh = new TreeSet<>(names);
    fresh.removeAll(cursors.keySet());
    Map<String, String> moves = new LinkedHashMap<>();
    for (String name : fresh) {
      String former = formerNames.get(name);
      if (former != null && gone.remove(former)) {
        moves.put(name, former);
      }
    }
    fresh.removeAll(moves.keySet());
    if (gone.size() == 1 && fresh.size() == 1) {
      moves.put(fresh.iterator().next(), gone.iterator().next());
    }
    for (Map.Entry<String, String> move : moves.entrySet()) {
      rename(database, ledger, move.getValue(), move.getKey());
    }
  }

  private void rename(Database database, Ledger ledger, String former, String name)
      throws SQLException, JournalException {
    database.execute("BEGIN IMMEDIATE");
    for (String table :
        List.of("uplink SET name", "delivered SET uplink", "set_aside SET uplink")) {
      String column = table.substring(table.indexOf("SET ") + 4);
      database.update("UPDATE " + table + "=? WHERE " + column + "=?", name, former);
    }
    database.commit();
    cursors.remove(former);
    Cursor cursor = new Cursor(journal, name);
    load(database, ledger, cursor);
    cursors.put(name, cursor);
    LOG.info("Uplink {} takes the place of {}: what waited there is sent here", name, former);
  }

  /** Forgets uplinks that are not configured any more; they hold nothing back from then on. */
  void retain(Database database, Set<String> names) throws SQLException {
    for (String name : List.copyOf(cursors.keySet())) {
      Cursor cursor = cursors.get(name);
      if (cursor != null && !names.contains(name)) {
        LOG.warn(
            "Uplink {} is no longer configured: {} samples no longer wait for it",
            name,
            cursor.pendingSamples());
        database.execute("BEGIN IMMEDIATE");
        database.update("DELETE FROM uplink WHERE name=?", name);
        database.update("DELETE FROM delivered WHERE uplink=?", name);
        database.update("DELETE FROM set_aside WHERE uplink=?", name);
        database.commit();
        cursors.remove(name);
      }
    }
  }
}
