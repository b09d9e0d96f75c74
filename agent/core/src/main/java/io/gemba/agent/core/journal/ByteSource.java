package io.gemba.agent.core.journal;

import java.util.Arrays;

/**
 * Reads what {@link ByteSink} wrote, and refuses every length that the remaining bytes cannot hold.
 */
final class ByteSource {
  private final byte[] bytes;
  private final int end;
  private int at;

  ByteSource(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  int remaining() {
    return end - at;
  }

  int position() {
    return at;
  }

  int u8() throws CorruptBlockException {
    if (at >= end) {
      throw new CorruptBlockException("ends too early");
    }
    return bytes[at++] & 0xFF;
  }

  int u32() throws CorruptBlockException {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= u8() << shift;
    }
    return value;
  }

  long varint() throws CorruptBlockException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = u8();
      if (shift == 63 && next > 1) {
        break;
      }
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new CorruptBlockException("a number is longer than 64 bits");
  }

  long zigzag() throws CorruptBlockException {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A count from 0 to {@code max}. */
  int count(int max, String what) throws CorruptBlockException {
    long value = varint();
    if (value < 0 || value > max) {
      throw new CorruptBlockException(
          Long.toUnsignedString(value) + " " + what + ", at most " + max);
    }
    return (int) value;
  }

  byte[] raw(int length) throws CorruptBlockException {
    if (length > remaining()) {
      throw new CorruptBlockException("ends too early");
    }
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  String text() throws CorruptBlockException {
    int length = count(remaining(), "characters");
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      chars[i] = character();
    }
    return new String(chars);
  }

  private char character() throws CorruptBlockException {
    int first = u8();
    if (first < 0x80) {
      return (char) first;
    }
    if (first >>> 5 == 0b110) {
      return (char) (((first & 0x1F) << 6) | continuation());
    }
    if (first >>> 4 == 0b1110) {
      int middle = continuation();
      return (char) (((first & 0xF) << 12) | (middle << 6) | continuation());
    }
    throw new CorruptBlockException("not a character");
  }

  private int continuation() throws CorruptBlockException {
    int next = u8();
    if (next >>> 6 != 0b10) {
      throw new CorruptBlockException("not a character");
    }
    return next & 0x3F;
  }
}
