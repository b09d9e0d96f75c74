package io.gemba.agent.core.journal;

import io.gemba.hal.spi.Sample;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a block of samples: what an entry's {@code body} holds. Version 1, and 2 with flag 4
 * or 8:
 *
 * <pre>
 * u8      version            1 or 2
 * u8      flags              1 deflated, 2 clock synced, 4 some source times are another clock's,
 *                            8 from the device's history
 * varint  first number, number of samples, device id
 * varint  raw length         only when deflated
 * ...     payload            perhaps deflated (raw deflate)
 * u32     CRC32C             of everything before
 * </pre>
 *
 * The payload is columns over <em>all</em> points, not a column store per point: at one reading per
 * point and commit a header per point would cost more than its reading. Samples are put together by
 * point, points in the order of their first appearance:
 *
 * <pre>
 * varint  number of points
 * column  point ids          difference to the one before
 * column  order              per sample as it arrived: its point's rank minus (rank of the one before + 1)
 * column  source times, ms   first of a point: difference to the first of the point before; second: difference;
 *                            then the difference of differences, which is 0 for a steady rhythm
 * runs    quality, status code, run length
 * runs    shape of value, run length
 * bits    truth values
 * column  Int, column UInt   first of a point whole, then differences
 * reals   Real, then Real32  a column of scales per point; decimals as a column like Int; the rest XORed with the
 *                            one before, a plane per byte, highest first
 * texts   dictionary, then a column of ranks
 * ...     values of any other shape, one after another
 * column  flag 4 only: 1 = the source time disagrees with the gateway's clock; per sample as it arrived
 * </pre>
 *
 * Absent shapes take no bytes. A {@code column} is one byte for its kind and zig-zag varints, plain
 * or as (number, run length). Times are kept to the millisecond; everything else bit by bit.
 * Whatever does not add up is refused: a damaged block is never a wrong value.
 */
final class BlockCodec {
  static final int VERSION = 1;
  static final int VERSION_2 = 2;
  static final int DEFLATED = 1;
  static final int CLOCK_SYNCED = 2;
  static final int SKEWED = 4;
  static final int HISTORIC = 8;
  static final int ALL_FLAGS = 15;

  /** Most samples in a block; the writer stays far below. */
  static final int MAX_SAMPLES = 65_536;

  /** Largest payload before deflation that a reader accepts. */
  static final int MAX_RAW = 64 << 20;

  private BlockCodec() {}

  /**
   * What a block says.
   *
   * @param deviceId the journal's own id of the device
   * @param skewed whose source times disagree with the gateway's clock, by index; null = none
   */
  record Decoded(
      long firstSeq,
      int deviceId,
      boolean clockSynced,
      boolean historic,
      List<Sample> samples,
      @Nullable BitSet skewed) {}

  /** What a reader must know to read a block with these flags. */
  static int version(int flags) {
    return (flags & (SKEWED | HISTORIC)) == 0 ? VERSION : VERSION_2;
  }

  static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
