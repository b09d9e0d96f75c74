package io.gemba.agent.core.journal;

import io.gemba.agent.core.supervise.LastTimes;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The source time of each point's newest committed sample, in a file of 16 bytes per point that is
 * mapped into memory: noting a time costs no system call and no write of its own, and what was
 * noted survives the death of the agent at any moment. It does <em>not</em> survive a power cut
 * within the last half a minute or so; then times are older than they should be, and what is read
 * back from a history may come twice.
 *
 * <p>Asked by any thread, told by the journal writer's.
 */
public final class LastTimesFile implements CommitListener, LastTimes {
  private static final int RECORD = 16;
  private static final int GROWTH = 4_096 * RECORD;

  private final Path file;
  private final Map<Long, Integer> places = new HashMap<>();
  private MappedByteBuffer records;
  private int used;

  /**
   * Opens or makes the file.
   *
   * @throws IOException which file, and why not
   */
  public LastTimesFile(Path file) throws IOException {
    this.file = file;
    this.records = map(0);
    while (used + RECORD <= records.capacity() && records.getLong(used) != 0) {
      places.put(records.getLong(used), used);
      used += RECORD;
    }
  }

  private MappedByteBuffer map(int least) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long whole = channel.size() - channel.size() % RECORD;
      return channel.map(
          FileChannel.MapMode.READ_WRITE, 0, Math.max(Math.max(whole, least), GROWTH));
    }
  }

  @Override
  public void committed(DeviceRef device, long firstSeq, List<Sample> samples) {
    note(device, samples, false);
  }

  @Override
  public void committedHistory(DeviceRef device, long firstSeq, List<Sample> samples) {
    note(device, samples, true);
  }

  private synchronized void note(DeviceRef device, List<Sample> samples, boolean historic) {
    Map<String, Instant> newest = new HashMap<>();
    for (Sample sample : samples) {
      if (sample.quality() != Quality.BAD || !(sample.value() instanceof Value.None)) {
        newest.merge(
            sample.point(), sample.sourceTime(), (one, two) -> one.isAfter(two) ? one : two);
      }
    }
    for (Map.Entry<String, Instant> one : newest.entrySet()) {
      note(key(device.name(), one.getKey(), historic), ticks(one.getValue()));
    }
  }

  private void note(long key, long ticks) {
    Integer place = places.get(key);
    if (place == null) {
      if (used + RECORD > records.capacity()) {
        grow();
      }
      place = used;
      records.putLong(place + Long.BYTES, ticks);
      records.putLong(place, key);
      used += RECORD;
      places.put(key, place);
    } else if (records.getLong(place + Long.BYTES) < ticks) {
      records.putLong(place + Long.BYTES, ticks);
    }
  }

  private void grow() {
    try {
      records = map(used + GROWTH);
    } catch (IOException e) {
      throw new IllegalStateException("no room for " + file, e); // the samples are safe
    }
  }

  @Override
  public synchronized @Nullable Instant of(String device, String point, boolean historic) {
    Integer place = places.get(key(device, point, historic));
    if (place == null) {
      return null;
    }
    long ticks = records.getLong(place + Long.BYTES);
    return Instant.ofEpochSecond(
        Math.floorDiv(ticks, 10_000_000L), Math.floorMod(ticks, 10_000_000L) * 100);
  }

  /** Since the epoch in units of 100 ns, which is all that OPC UA knows. */
  private static long ticks(Instant time) {
    return time.getEpochSecond() * 10_000_000L + time.getNano() / 100;
  }

  /** FNV-1a, 64 bits; never 0, which marks the end. */
  private static long key(String device, String point, boolean historic) {
    long hash = 0xcbf29ce484222325L;
    String text = device + "/" + point + (historic ? "/h" : "/l");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash == 0 ? 1 : hash;
  }
}
