package io.gemba.agent.core.journal;

import io.gemba.agent.core.journal.BlockCodec.Decoded;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads blocks as {@link BlockCodec} describes. Keeps no state between blocks; any thread may use
 * it.
 */
final class BlockDecoder {
  private static final int CHECKSUM_BYTES = 4;
  private static final int DEFLATE_CANNOT_BEAT = 1040;
  private static final Quality[] QUALITIES = {Quality.GOOD, Quality.UNCERTAIN, Quality.BAD};

  private BlockDecoder() {}

  /**
   * What the block says.
   *
   * @param points the name of a point id, null when there is none
   * @throws CorruptBlockException when the bytes are not a whole block of a known version
   */
  static Decoded decode(byte[] block, IntFunction<@Nullable String> points)
      throws CorruptBlockException {
    int end = block.length - CHECKSUM_BYTES;
    if (end < 2) {
      throw new CorruptBlockException("too short for a block");
    }
    if (new ByteSource(block, end, block.length).u32() != BlockCodec.checksum(block, end)) {
      throw new CorruptBlockException("the checksum does not fit");
    }
    ByteSource header = new ByteSource(block, 0, end);
    int version = header.u8();
    int flags = header.u8();
    if (version != BlockCodec.version(flags) || flags > BlockCodec.ALL_FLAGS) {
      throw new CorruptBlockException("unknown version " + version + ", flags " + flags);
    }
    long firstSeq = header.varint();
    int count = header.count(BlockCodec.MAX_SAMPLES, "samples");
    int deviceId = header.count(Integer.MAX_VALUE, "as a device");
    ByteSource payload = (flags & BlockCodec.DEFLATED) == 0 ? header : inflate(block, header, end);
    List<Sample> samples = samples(payload, count, points);
    BitSet skew = (flags & BlockCodec.SKEWED) == 0 ? null : skew(payload, count);
    if (payload.remaining() != 0) {
      throw new CorruptBlockException(payload.remaining() + " bytes too many");
    }
    return new Decoded(
        firstSeq,
        deviceId,
        (flags & BlockCodec.CLOCK_SYNCED) != 0,
        (flags & BlockCodec.HISTORIC) != 0,
        samples,
        skew);
  }

  private static BitSet skew(ByteSource payload, int count) throws CorruptBlockException {
    long[] column = LongColumn.read(payload, count);
    BitSet skewed = new BitSet(count);
    for (int i = 0; i < count; i++) {
      skewed.set(i, column[i] != 0);
    }
    return skewed;
  }

  private static ByteSource inflate(byte[] block, ByteSource header, int end)
      throws CorruptBlockException {
    int size = header.count(BlockCodec.MAX_RAW, "bytes");
    int packed = header.remaining();
    if (size > (long) packed * DEFLATE_CANNOT_BEAT) {
      throw new CorruptBlockException(packed + " bytes cannot hold " + size);
    }
    byte[] raw = new byte[size];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(block, header.position(), end - header.position());
      int got = inflater.inflate(raw);
      if (got != size || inflater.getRemaining() != 0) {
        throw new CorruptBlockException("deflated to another length than it says");
      }
    } catch (DataFormatException e) {
      throw new CorruptBlockException("not deflated data: " + e.getMessage());
    } finally {
      inflater.end();
    }
    return new ByteSource(raw, 0, size);
  }

  private static List<Sample> samples(
      ByteSource payload, int count, IntFunction<@Nullable String> pointNames)
      throws CorruptBlockException {
    int points = payload.count(count, "points");
    String[] names = names(payload, points, pointNames);
    int[] ranks = ranks(payload, count, points);
    int[] starts = new int[points + 1];
    for (int rank : ranks) {
      starts[rank + 1]++;
    }
    for (int rank = 0; rank < points; rank++) {
      starts[rank + 1] += starts[rank];
    }
    long[] times = times(LongColumn.read(payload, count), starts, points);
    long[] codes = new long[count];
    byte[] qualities = qualities(payload, codes);
    Value[] values = new ValueColumnsReader(payload, starts, points).read();
    int[] next = Arrays.copyOf(starts, points);
    List<Sample> samples = new ArrayList<>(count);
    for (int rank : ranks) {
      int slot = next[rank]++;
      samples.add(
          new Sample(
              names[rank],
              values[slot],
              QUALITIES[qualities[slot]],
              codes[slot],
              Instant.ofEpochMilli(times[slot])));
    }
    return samples;
  }

  private static String[] names(
      ByteSource payload, int points, IntFunction<@Nullable String> pointNames)
      throws CorruptBlockException {
    long[] steps = LongColumn.read(payload, points);
    String[] names = new String[points];
    long id = 0;
    for (int rank = 0; rank < points; rank++) {
      id += steps[rank];
      String name = id < 0 || id > Integer.MAX_VALUE ? null : pointNames.apply((int) id);
      if (name == null) {
        throw new CorruptBlockException("no point has the id " + id);
      }
      names[rank] = name;
    }
    return names;
  }

  private static int[] ranks(ByteSource payload, int count, int points)
      throws CorruptBlockException {
    long[] steps = LongColumn.read(payload, count);
    int[] ranks = new int[count];
    long expected = 0;
    for (int i = 0; i < count; i++) {
      long rank = expected + steps[i];
      if (rank < 0 || rank >= points) {
        throw new CorruptBlockException("a sample of a point that is not in the block");
      }
      ranks[i] = (int) rank;
      expected = rank + 1;
    }
    return ranks;
  }

  /** Sums the differences up, in place. */
  private static long[] times(long[] column, int[] starts, int points) {
    long firstBefore = 0;
    for (int rank = 0; rank < points; rank++) {
      long previous = firstBefore;
      long step = 0;
      for (int slot = starts[rank]; slot < starts[rank + 1]; slot++) {
        long difference = column[slot] + step;
        previous += difference;
        column[slot] = previous;
        if (slot == starts[rank]) {
          firstBefore = previous;
        } else {
          step = difference;
        }
      }
    }
    return column;
  }

  private static byte[] qualities(ByteSource payload, long[] codes) throws CorruptBlockException {
    byte[] qualities = new byte[codes.length];
    for (int slot = 0; slot < codes.length; ) {
      int quality = payload.count(QUALITIES.length - 1, "as a quality");
      long code = payload.varint();
      int run = payload.count(codes.length - slot, "equal qualities");
      if (run == 0) {
        throw new CorruptBlockException("an empty run");
      }
      Arrays.fill(qualities, slot, slot + run, (byte) quality);
      Arrays.fill(codes, slot, slot + run, code);
      slot += run;
    }
    return qualities;
  }
}
