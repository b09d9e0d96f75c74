package io.gemba.agent.core.journal;

import org.jspecify.annotations.Nullable;

/**
 * What a gap record's {@code body} holds: version 1, the cause, how many were lost (-1 unknown),
 * how many numbers it covers, perhaps the point; CRC32C last. The first number and the time range
 * are columns.
 */
final class GapCodec {
  private static final int VERSION = 1;

  private GapCodec() {}

  record Body(String cause, long lost, long numbers, @Nullable String point) {}

  static byte[] encode(Body body) {
    ByteSink sink = new ByteSink();
    sink.u8(VERSION);
    sink.text(body.cause());
    sink.zigzag(body.lost());
    sink.varint(body.numbers());
    String point = body.point();
    sink.u8(point == null ? 0 : 1);
    if (point != null) {
      sink.text(point);
    }
    sink.u32(BlockCodec.checksum(sink.array(), sink.size()));
    return sink.toArray();
  }

  static Body decode(byte[] bytes) throws CorruptBlockException {
    int end = bytes.length - 4;
    if (end < 5
        || new ByteSource(bytes, end, bytes.length).u32() != BlockCodec.checksum(bytes, end)) {
      throw new CorruptBlockException("the checksum of a gap record does not fit");
    }
    ByteSource source = new ByteSource(bytes, 0, end);
    int version = source.u8();
    if (version != VERSION) {
      throw new CorruptBlockException("unknown version of a gap record " + version);
    }
    String cause = source.text();
    long lost = source.zigzag();
    long numbers = source.varint();
    return new Body(cause, lost, numbers, source.u8() == 0 ? null : source.text());
  }
}
