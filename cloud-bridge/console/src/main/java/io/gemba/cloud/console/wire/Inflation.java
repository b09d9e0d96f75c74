package io.gemba.cloud.console.wire;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the compression that a message tells of in its MQTT 5 user property {@code
 * content-encoding}: {@code deflate} is zlib, RFC 1950. What a small message may grow to is
 * bounded, so that nobody can fill our memory with a few kilobytes. Safe for any thread.
 */
public final class Inflation {
  /** The user property's name. */
  public static final String PROPERTY = "content-encoding";

  private static final int STEP = 16 << 10;

  private Inflation() {}

  /**
   * The payload as it was before it was compressed.
   *
   * @param encoding of the payload; null when the message has none
   * @throws MalformedException when the encoding is unknown, the payload is damaged, or it would
   *     grow beyond {@link Decoder#MAX_PAYLOAD}
   */
  public static byte[] plain(byte[] payload, @Nullable String encoding) throws MalformedException {
    if (encoding == null || payload.length == 0) {
      return payload;
    }
    if (!encoding.equals("deflate")) {
      throw new MalformedException(
          "content-encoding " + shortened(encoding) + ", this console reads deflate");
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(payload);
      return inflate(inflater);
    } catch (DataFormatException e) {
      throw new MalformedException("content-encoding is deflate, but the payload is not zlib");
    } finally {
      inflater.end();
    }
  }

  private static byte[] inflate(Inflater inflater) throws DataFormatException, MalformedException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    byte[] step = new byte[STEP];
    while (!inflater.finished()) {
      int count = inflater.inflate(step);
      if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
        throw new MalformedException("a compressed payload that ends too early");
      }
      plain.write(step, 0, count);
      if (plain.size() > Decoder.MAX_PAYLOAD) {
        throw new MalformedException(
            "larger than " + Decoder.MAX_PAYLOAD + " bytes once decompressed");
      }
    }
    return plain.toByteArray();
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
