package io.gemba.agent.core.journal;

import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Writes blocks as {@link BlockCodec} describes. Keeps its buffers between blocks; used by one
 * thread at a time.
 */
final class BlockEncoder implements AutoCloseable {
  private static final int WORTH_TRYING = 64;

  private final ByteSink out = new ByteSink();
  private final ByteSink payload = new ByteSink();
  private final LongColumn column = new LongColumn();
  private final ValueColumns values = new ValueColumns();
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

  private int[] rankOfPoint = new int[64]; // by point id; 0 = not in this block, else rank + 1
  private int[] ranks = new int[256]; // by sample
  private int[] pointIds = new int[64]; // by rank
  private int[] starts = new int[65]; // by rank: its first slot
  private Sample[] slots = new Sample[256]; // samples put together by point

  /**
   * The block's bytes.
   *
   * @param pointIds gives each point name its id, from 0, stable and dense
   */
  byte[] encode(
      long firstSeq,
      int deviceId,
      boolean clockSynced,
      List<Sample> samples,
      ToIntFunction<String> pointIds) {
    int flags = clockSynced ? BlockCodec.CLOCK_SYNCED : 0;
    return encode(firstSeq, deviceId, flags, samples, null, pointIds);
  }

  /**
   * The block's bytes.
   *
   * @param marks {@code CLOCK_SYNCED} and {@code HISTORIC} of {@link BlockCodec}; the other flags
   *     follow from the content
   * @param skewed whose source times disagree with the gateway's clock, by index; null = none
   */
  byte[] encode(
      long firstSeq,
      int deviceId,
      int marks,
      List<Sample> samples,
      @Nullable BitSet skewed,
      ToIntFunction<String> pointIds) {
    if (samples.isEmpty() || samples.size() > BlockCodec.MAX_SAMPLES) {
      throw new IllegalArgumentException(samples.size() + " samples in a block");
    }
    int points = group(samples, pointIds);
    writePayload(samples.size(), points);
    writeSkew(samples.size(), skewed);
    int flags = marks | (skewed == null ? 0 : BlockCodec.SKEWED);
    byte[] block = frame(firstSeq, deviceId, flags, samples.size());
    Arrays.fill(slots, 0, samples.size(), null);
    return block;
  }

  private int group(List<Sample> samples, ToIntFunction<String> ids) {
    int count = samples.size();
    if (slots.length < count) {
      slots = new Sample[count];
      ranks = new int[count];
    }
    int points = 0;
    Arrays.fill(starts, 0);
    for (int i = 0; i < count; i++) {
      int id = ids.applyAsInt(samples.get(i).point());
      if (id >= rankOfPoint.length) {
        rankOfPoint = Arrays.copyOf(rankOfPoint, Math.max(id + 1, rankOfPoint.length * 2));
      }
      if (rankOfPoint[id] == 0) {
        if (points == pointIds.length) {
          pointIds = Arrays.copyOf(pointIds, points * 2);
          starts = Arrays.copyOf(starts, points * 2 + 1);
        }
        pointIds[points++] = id;
        rankOfPoint[id] = points;
      }
      ranks[i] = rankOfPoint[id] - 1;
      starts[ranks[i] + 1]++;
    }
    for (int rank = 0; rank < points; rank++) {
      starts[rank + 1] += starts[rank];
      rankOfPoint[pointIds[rank]] = 0;
    }
    place(samples, points);
    return points;
  }

  private void place(List<Sample> samples, int points) {
    int[] next = Arrays.copyOf(starts, points);
    for (int i = 0; i < samples.size(); i++) {
      slots[next[ranks[i]]++] = samples.get(i);
    }
  }

  private void writePayload(int count, int points) {
    payload.clear();
    payload.varint(points);
    column.clear();
    for (int rank = 0; rank < points; rank++) {
      column.add(pointIds[rank] - (rank == 0 ? 0 : pointIds[rank - 1]));
    }
    column.writeTo(payload);
    column.clear();
    for (int i = 0; i < count; i++) {
      column.add(ranks[i] - (i == 0 ? 0 : ranks[i - 1] + 1));
    }
    column.writeTo(payload);
    writeTimes(points);
    writeQualities(count);
    values.write(slots, starts, points, payload);
  }

  private void writeTimes(int points) {
    column.clear();
    long firstBefore = 0;
    for (int rank = 0; rank < points; rank++) {
      long previous = firstBefore;
      long step = 0;
      for (int slot = starts[rank]; slot < starts[rank + 1]; slot++) {
        long time = millis(slots[slot].sourceTime());
        long difference = time - previous;
        column.add(difference - step);
        if (slot == starts[rank]) {
          firstBefore = time;
        } else {
          step = difference;
        }
        previous = time;
      }
    }
    column.writeTo(payload);
  }

  /** Milliseconds since the epoch; what lies 292 million years away is brought to the edge. */
  static long millis(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException _) {
      return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private void writeSkew(int count, @Nullable BitSet skewed) {
    if (skewed != null) {
      column.clear();
      for (int i = 0; i < count; i++) {
        column.add(skewed.get(i) ? 1 : 0);
      }
      column.writeTo(payload);
    }
  }

  private void writeQualities(int count) {
    for (int slot = 0; slot < count; ) {
      Sample first = slots[slot];
      int start = slot++;
      while (slot < count
          && slots[slot].quality() == first.quality()
          && slots[slot].statusCode() == first.statusCode()) {
        slot++;
      }
      payload.varint(code(first.quality()));
      payload.varint(first.statusCode());
      payload.varint(slot - start);
    }
  }

  private static int code(Quality quality) {
    return switch (quality) {
      case GOOD -> 0;
      case UNCERTAIN -> 1;
      case BAD -> 2;
    };
  }

  private byte[] frame(long firstSeq, int deviceId, int flags, int count) {
    out.clear();
    out.u8(BlockCodec.version(flags));
    out.u8(flags);
    out.varint(firstSeq);
    out.varint(count);
    out.varint(deviceId);
    if (payload.size() < WORTH_TRYING || !deflate()) {
      out.raw(payload.array(), 0, payload.size());
    }
    out.u32(BlockCodec.checksum(out.array(), out.size()));
    return out.toArray();
  }

  /** Appends the payload deflated, unless that would not make it smaller. */
  private boolean deflate() {
    int start = out.size();
    out.varint(payload.size());
    deflater.reset();
    deflater.setInput(payload.array(), 0, payload.size());
    deflater.finish();
    out.reserve(payload.size());
    int written = deflater.deflate(out.array(), out.size(), payload.size() - (out.size() - start));
    if (!deflater.finished()) {
      out.skip(start - out.size());
      return false;
    }
    out.skip(written);
    out.array()[1] |= BlockCodec.DEFLATED;
    return true;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
