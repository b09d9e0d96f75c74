package io.gemba.agent.core.journal;

import io.gemba.agent.core.journal.CapGaps.Gap;
import io.gemba.cloud.spi.DeviceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A few lines of text beside the database that say which journal it is and whose samples it holds,
 * so that a new journal can name what went with an old one, however damaged or gone that is.
 * Guarded by the journal's lock.
 */
final class DeviceNote {
  static final String CORRUPT = "corrupt-journal";
  static final String REPLACED = "journal-replaced";

  private final Path file;
  private String id = "";
  private long created;
  private List<DeviceRef> devices = List.of();

  DeviceNote(Path directory) {
    file = directory.resolve("gemba.devices");
  }

  /** Reads it; what cannot be read is as if there was none. */
  void load() {
    try {
      List<String> lines = Files.readAllLines(file);
      String[] first = lines.getFirst().split("\t", -1);
      List<DeviceRef> read = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] device = line.split("\t", -1);
        read.add(new DeviceRef(device[0], device[1]));
      }
      created = Long.parseLong(first[1]);
      id = first[0];
      devices = read;
    } catch (IOException | RuntimeException _) {
      id = ""; // the first journal here, or a torn note
    }
  }

  /** Names what a journal that is no more may have held: nobody knows how much. */
  void nameLost(Transaction tx, String cause) throws SQLException {
    if (id.isEmpty() || id.equals(tx.ledger.id)) {
      return;
    }
    for (DeviceRef ref : devices) {
      Ledger.Device device = tx.ledger.device(ref);
      long start = Math.min(created, tx.now);
      Gap gap = new Gap(device.nextSeq, device.nextSeq - 1, start, tx.now, -1);
      tx.gap(device, gap, cause, null, true, null);
    }
  }

  /** Notes this journal and its devices, where that is news. */
  void keep(Ledger ledger, long now) {
    if (ledger.id.equals(id) && ledger.devices().size() == devices.size()) {
      return;
    }
    created = ledger.id.equals(id) ? created : now;
    List<DeviceRef> known = ledger.devices().stream().map(device -> device.ref).toList();
    StringBuilder text = new StringBuilder(ledger.id + "\t" + created + "\n");
    known.forEach(ref -> text.append(ref.name() + "\t" + ref.place() + "\n"));
    try {
      Flushed.replace(file, text.toString());
      id = ledger.id;
      devices = known;
    } catch (IOException _) {
      // No room now: the next commit tries again, and no sample depends on it.
    }
  }
}
