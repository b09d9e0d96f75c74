package io.gemba.cloud.mqtt;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/** A buffer that is written again and again, and turns into one message at a time. */
final class Payload extends ByteArrayOutputStream {
  /** Below this, compression saves less than the properties that announce it cost. */
  private static final int WORTH_DEFLATING = 512;

  private static final int LARGEST_KEPT = 1 << 20;

  private final boolean deflate;

  Payload(boolean deflate) {
    super(16 * 1024);
    this.deflate = deflate;
  }

  @Override
  public synchronized void reset() {
    super.reset();
    if (buf.length > LARGEST_KEPT) {
      buf = new byte[16 * 1024]; // one huge message must not keep its memory for ever
    }
  }

  /** What was written, as a message. */
  Message message(String topic, boolean retained) {
    if (deflate && count >= WORTH_DEFLATING) {
      byte[] packed = deflated();
      if (packed.length < count) {
        return new Message(topic, packed, retained, true);
      }
    }
    return new Message(topic, toByteArray(), retained, false);
  }

  private byte[] deflated() {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(buf, 0, count);
      deflater.finish();
      byte[] packed = new byte[count]; // more is no gain
      int length = deflater.deflate(packed);
      return deflater.finished() ? Arrays.copyOf(packed, length) : packed;
    }
  }
}
