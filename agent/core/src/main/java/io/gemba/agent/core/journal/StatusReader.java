package io.gemba.agent.core.journal;

import io.gemba.agent.core.journal.JournalStatus.DeviceCount;
import io.gemba.agent.core.journal.JournalStatus.UplinkBacklog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a {@link JournalStatus} together. Used under the journal's lock. */
final class StatusReader {
  private StatusReader() {}

  static JournalStatus read(
      Database database,
      JournalFiles files,
      Ledger ledger,
      Collection<Cursor> cursors,
      long maxBytes,
      JournalStatus.@Nullable Wear wear)
      throws SQLException, JournalException {
    List<UplinkBacklog> uplinks = new ArrayList<>();
    for (Cursor cursor : cursors) {
      uplinks.add(backlog(database, cursor));
    }
    List<DeviceCount> devices = new ArrayList<>();
    for (Ledger.Device device : ledger.devices()) {
      Long last = device.lastTime;
      devices.add(
          new DeviceCount(
              device.ref.name(),
              device.ref.place(),
              device.nextSeq,
              last == null ? null : Instant.ofEpochMilli(last)));
    }
    return new JournalStatus(
        ledger.id,
        database.file(),
        database.bytesUsed(),
        maxBytes,
        entries(database, ledger.nextEntry - 1, cursors),
        ledger.gaps,
        uplinks,
        devices,
        files.corrupt(),
        wear);
  }

  /** Counted by ids: counting rows would read the whole table. */
  private static long entries(Database database, long head, Collection<Cursor> cursors)
      throws SQLException, JournalException {
    Ranges done = null;
    for (Cursor cursor : cursors) {
      Ranges one = cursor.snapshot().done();
      done = done == null ? one : done.and(one);
    }
    if (done == null) {
      return database.number("SELECT coalesce(max(id) - min(id) + 1, 0) FROM entry");
    }
    Ranges aside = new Ranges();
    database.query(
        row -> aside.add(row.getLong(1), row.getLong(1), 0), "SELECT entry FROM set_aside");
    return head - done.minus(aside).size();
  }

  private static UplinkBacklog backlog(Database database, Cursor cursor)
      throws SQLException, JournalException {
    List<Instant> oldest = new ArrayList<>();
    if (cursor.pendingEntries() > 0) {
      database.query(
          row -> oldest.add(Instant.ofEpochMilli(row.getLong(1))),
          "SELECT received FROM entry WHERE id>=? ORDER BY id LIMIT 1",
          cursor.firstPending());
    }
    return new UplinkBacklog(
        cursor.name(),
        cursor.pendingSamples(),
        cursor.pendingEntries(),
        oldest.isEmpty() ? null : oldest.getFirst(),
        database.number("SELECT count(*) FROM set_aside WHERE uplink=?", cursor.name()));
  }
}
