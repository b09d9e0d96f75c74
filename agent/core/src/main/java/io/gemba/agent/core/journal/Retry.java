package io.gemba.agent.core.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts set-aside entries back into an uplink's queue. A gap record may have named their numbers
 * already; when they come after all, they come under those very numbers.
 */
final class Retry {
  private Retry() {}

  /** All of one uplink; how many. The journal's set of entries kept aside is to be read again. */
  static int all(Transaction tx, Cursor cursor) throws SQLException, JournalException {
    List<Cursor.Mark> back = new ArrayList<>();
    tx.database.query(
        row -> back.add(new Cursor.Mark(row.getLong(1), row.getInt(2) == 0 ? row.getLong(3) : 0)),
        "SELECT id, kind, count FROM set_aside JOIN entry ON entry.id = set_aside.entry"
            + " WHERE uplink=? ORDER BY id",
        cursor.name());
    tx.database.update("DELETE FROM set_aside WHERE uplink=?", cursor.name());
    back.forEach(mark -> tx.unmark(cursor, mark));
    return back.size();
  }
}
