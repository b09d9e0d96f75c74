package io.gemba.agent.core.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the first entry of a commit carries of the uplinks' progress, so that the commit need not
 * touch the pages of the table {@code delivered}: per uplink whose progress differs from that
 * table, its name and intervals; CRC32C last.
 */
final class Carried {
  /** Beyond so many intervals the table is the better place. */
  private static final int MOST_INTERVALS = 8;

  private Carried() {}

  /** The bytes; null when that is too much to carry. */
  static byte @Nullable [] encode(Map<Cursor, Cursor.Snapshot> snapshots) {
    ByteSink sink = new ByteSink();
    for (Map.Entry<Cursor, Cursor.Snapshot> entry : snapshots.entrySet()) {
      List<Ranges.Interval> intervals = entry.getValue().done().intervals();
      if (isWritten(entry.getKey(), intervals)) {
        continue;
      }
      if (intervals.size() > MOST_INTERVALS) {
        return null;
      }
      sink.text(entry.getKey().name());
      sink.varint(intervals.size());
      for (Ranges.Interval interval : intervals) {
        sink.zigzag(interval.first());
        sink.zigzag(interval.last());
        sink.zigzag(interval.weight());
      }
    }
    sink.u32(BlockCodec.checksum(sink.array(), sink.size()));
    return sink.toArray();
  }

  private static boolean isWritten(Cursor cursor, Collection<Ranges.Interval> intervals) {
    Map<Long, Ranges.Interval> written = cursor.written();
    return written.size() == intervals.size()
        && intervals.stream().allMatch(i -> i.equals(written.get(i.first())));
  }

  /** By uplink; nothing where the bytes are damaged: what was released since is sent again then. */
  static Map<String, List<Ranges.Interval>> decode(byte[] bytes) {
    int end = bytes.length - 4;
    Map<String, List<Ranges.Interval>> progress = new HashMap<>();
    try {
      if (end < 0
          || new ByteSource(bytes, end, bytes.length).u32() != BlockCodec.checksum(bytes, end)) {
        return Map.of();
      }
      ByteSource source = new ByteSource(bytes, 0, end);
      while (source.remaining() > 0) {
        String name = source.text();
        List<Ranges.Interval> intervals = new ArrayList<>();
        for (long left = source.varint(); left > 0; left--) {
          intervals.add(new Ranges.Interval(source.zigzag(), source.zigzag(), source.zigzag()));
        }
        progress.put(name, intervals);
      }
      return progress;
    } catch (CorruptBlockException _) {
      return Map.of();
    }
  }
}
