package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Goes through everything a journal still holds, in the order of commits, an entry at a time. */
final class EntryWalk {
  /** Where entries come from: the running journal, or a file. */
  interface Source {
    EntryReader.@Nullable Stored load(long from, long upTo) throws JournalException, SQLException;
  }

  private EntryWalk() {}

  static void walk(
      Source source,
      Ledger ledger,
      long head,
      Map<Long, Map<String, String>> aside,
      Visitor visitor)
      throws JournalException, SQLException, IOException {
    for (var stored = source.load(1, head);
        stored != null;
        stored = source.load(stored.row().id() + 1, head)) {
      Transaction.Row row = stored.row();
      try {
        visitor.entry(EntryReader.decode(stored, ledger), aside.getOrDefault(row.id(), Map.of()));
      } catch (CorruptBlockException e) {
        Ledger.Device device = ledger.device(row.device());
        DeviceRef ref = device == null ? null : device.ref;
        visitor.damaged(row.id(), ref, row.firstSeq(), row.count(), String.valueOf(e.getMessage()));
      }
    }
  }

  /** By entry: which uplinks set it aside, and why. */
  static Map<Long, Map<String, String>> aside(Database database)
      throws SQLException, JournalException {
    Map<Long, Map<String, String>> aside = new HashMap<>();
    database.query(
        row ->
            aside
                .computeIfAbsent(row.getLong(2), _ -> new TreeMap<>())
                .put(row.getString(1), row.getString(3)),
        "SELECT uplink, entry, reason FROM set_aside");
    return aside;
  }
}
