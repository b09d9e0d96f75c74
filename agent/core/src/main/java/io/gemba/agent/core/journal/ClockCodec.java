package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.ClockEvent;

/**
 * What a clock record's {@code body} holds: version 1, what happened, the offset in ms, the boot;
 * CRC32C last. The numbers and both times are columns.
 */
final class ClockCodec {
  private static final int VERSION = 1;
  private static final int SET = 1;
  private static final int STEP = 2;

  private ClockCodec() {}

  record Body(ClockEvent.Kind kind, long offset, String boot) {}

  static byte[] encode(Body body) {
    ByteSink sink = new ByteSink();
    sink.u8(VERSION);
    sink.u8(body.kind() == ClockEvent.Kind.SET ? SET : STEP);
    sink.zigzag(body.offset());
    sink.text(body.boot());
    sink.u32(BlockCodec.checksum(sink.array(), sink.size()));
    return sink.toArray();
  }

  static Body decode(byte[] bytes) throws CorruptBlockException {
    int end = bytes.length - 4;
    if (end < 4
        || new ByteSource(bytes, end, bytes.length).u32() != BlockCodec.checksum(bytes, end)) {
      throw new CorruptBlockException("the checksum of a clock record does not fit");
    }
    ByteSource source = new ByteSource(bytes, 0, end);
    int version = source.u8();
    int kind = source.u8();
    if (version != VERSION || (kind != SET && kind != STEP)) {
      throw new CorruptBlockException("unknown version or kind of a clock record");
    }
    return new Body(
        kind == SET ? ClockEvent.Kind.SET : ClockEvent.Kind.STEP, source.zigzag(), source.text());
  }
}
