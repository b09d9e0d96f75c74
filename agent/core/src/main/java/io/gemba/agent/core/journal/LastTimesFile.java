package io.gemba.agent.core.journal;

import io.gemba.agent.core.supervise.LastTimes;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(LastTimesFile.class);
  private static final int RECORD = 16;
  private static final int GROWTH = 4_096 * RECORD;

  private final Path file;
  private final Map<Long, Integer> places = new HashMap<>();
  private ByteBuffer records;
  private int used;

  /** Opens or makes the file; where the disk does not allow it, remembers in memory alone. */
  public LastTimesFile(Path file) {
    this.file = file;
    this.records = map(ByteBuffer.allocate(0), 0);
    while (used + RECORD <= records.capacity() && records.getLong(used) != 0) {
      places.put(records.getLong(used), used);
      used += RECORD;
    }
  }

  /** At least so long, with the bytes that there were. */
  private ByteBuffer map(ByteBuffer before, int least) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long whole = channel.size() - channel.size() % RECORD;
      long length = Math.max(Math.max(whole, least), GROWTH);
      // really written: a hole in the file would have no room on a disk that fills up later
      if (whole < length) {
        channel.write(ByteBuffer.allocate(Math.toIntExact(length - whole)), whole);
      }
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
    } catch (IOException e) {
      return inMemory(before, least, e);
    }
  }

  private ByteBuffer inMemory(ByteBuffer before, int least, Throwable why) {
    LOG.warn(
        "{} cannot be kept ({}): after a restart nothing is read back from histories for points"
            + " that are new, and what is may come twice",
        file,
        why.toString());
    ByteBuffer memory = ByteBuffer.allocate(Math.max(before.capacity() + GROWTH, least));
    for (int at = 0; at < before.capacity(); at += Long.BYTES) {
      memory.putLong(at, before.getLong(at));
    }
    return memory;
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
    try {
      for (Map.Entry<String, Instant> one : newest.entrySet()) {
        note(key(device.name(), one.getKey(), historic), ticks(one.getValue()));
      }
    } catch (InternalError e) { // how Java tells that a mapped file's disk is gone
      records = inMemory(ByteBuffer.allocate(0), used, e);
      places.clear();
      used = 0;
    }
  }

  private void note(long key, long ticks) {
    Integer place = places.get(key);
    if (place == null) {
      if (used + RECORD > records.capacity()) {
        records = map(records, used + GROWTH);
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
