package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what still checks out of a damaged journal, page by page, without SQLite: every block and
 * gap record whose checksum fits, wherever it lies, in no promised order. Entries that were already
 * delivered may be among them; journal, device and number tell. Names of devices and points have no
 * checksum; where they are gone, {@code device-3} and {@code point-17} stand for them.
 *
 * <p>It exports and does not feed back: how far uplinks were is not known for certain any more, and
 * a name that is wrong would go out as data.
 */
public final class Salvage {
  private static final int[] PAGE_SIZES = {512, 1024, 4096, 2048, 8192, 16384};

  private final Map<Integer, DeviceRef> devices = new HashMap<>();
  private final Map<Integer, String> points = new HashMap<>();
  private final Set<Long> seen = new HashSet<>();
  private final Visitor visitor;
  private String journal = "";
  private long blocks;
  private long samples;
  private long gaps;

  private Salvage(Visitor visitor) {
    this.visitor = visitor;
  }

  /**
   * What was read.
   *
   * @param journal the identity the samples were sent under; empty when it is gone
   */
  public record Found(Path file, String journal, long blocks, long samples, long gaps) {}

  /**
   * Shows everything that checks out; nothing is changed.
   *
   * @throws IOException when the file cannot be opened, or the visitor failed
   */
  public static Found read(Path file, Visitor visitor) throws IOException {
    Salvage salvage = new Salvage(visitor);
    for (int pageSize : PAGE_SIZES) {
      if (salvage.blocks + salvage.gaps == 0) {
        salvage.read(file, pageSize);
      }
    }
    return new Found(file, salvage.journal, salvage.blocks, salvage.samples, salvage.gaps);
  }

  private void read(Path file, int pageSize) throws IOException {
    for (boolean withLog : new boolean[] {true, false}) {
      try (RawPages pages = new RawPages(file, pageSize, withLog)) {
        new RawRows(pages).read(this::name);
      }
    }
    for (boolean withLog : new boolean[] {true, false}) {
      try (RawPages pages = new RawPages(file, pageSize, withLog)) {
        new RawRows(pages).read(this::entry);
      }
    }
  }

  /** A row of {@code journal}, {@code device} or {@code point}, told by its shape. */
  private void name(long rowId, List<@Nullable Object> row) {
    int id = (int) rowId;
    if (row.size() == 8 && row.getFirst() instanceof String text && text.length() == 36) {
      journal = journal.isEmpty() ? text : journal;
    } else if (row.size() == 6
        && row.get(1) instanceof String name
        && row.get(2) instanceof String place) {
      devices.putIfAbsent(id, new DeviceRef(name, place));
    } else if (row.size() == 3 && row.get(1) instanceof Long && row.get(2) instanceof String name) {
      points.putIfAbsent(id, name);
    }
  }

  private void entry(long id, List<@Nullable Object> row) throws IOException {
    if (row.size() < 10
        || !(row.get(1) instanceof Long kind)
        || !(row.get(2) instanceof Long device)
        || !(row.get(3) instanceof Long first)
        || !(row.get(5) instanceof Long t0)
        || !(row.get(6) instanceof Long t1)
        || !(row.get(9) instanceof byte[] body)
        || kind == Transaction.CLOCK // times of a journal that is no more are not put right
        || seen.contains(id)) {
      return;
    }
    try {
      Entry entry =
          kind == Transaction.BLOCK ? block(id, body) : gap(id, device, first, t0, t1, body);
      seen.add(id);
      visitor.entry(entry, Map.of());
    } catch (CorruptBlockException _) {
      // Not as it was written: nothing in it is to be trusted.
    }
  }

  private Entry block(long id, byte[] body) throws CorruptBlockException {
    BlockCodec.Decoded block =
        BlockDecoder.decode(body, point -> points.getOrDefault(point, "point-" + point));
    blocks++;
    samples += block.samples().size();
    return new Entry.Block(
        id,
        device(block.deviceId()),
        block.firstSeq(),
        block.samples(),
        block.clockSynced(),
        block.historic(),
        null);
  }

  private Entry gap(long id, long device, long first, long t0, long t1, byte[] body)
      throws CorruptBlockException {
    GapCodec.Body gap = GapCodec.decode(body);
    gaps++;
    return new Entry.Gap(
        id,
        device((int) device),
        first,
        first + gap.numbers() - 1,
        Instant.ofEpochMilli(t0),
        Instant.ofEpochMilli(t1),
        gap.cause(),
        gap.lost(),
        gap.point());
  }

  private DeviceRef device(int id) {
    return devices.getOrDefault(id, new DeviceRef("device-" + id, ""));
  }
}
