package io.gemba.agent.core.journal;

import java.util.Arrays;

/** A growing row of bytes with the number shapes of the block format. Used by one thread. */
final class ByteSink {
  private byte[] bytes = new byte[1024];
  private int size;

  int size() {
    return size;
  }

  byte[] array() {
    return bytes;
  }

  void clear() {
    size = 0;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }

  /**
   * Makes room for so many more bytes; write them at {@link #size()} and tell with {@link #skip}.
   */
  void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
    }
  }

  void skip(int written) {
    size += written;
  }

  void u8(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  /** Little-endian. */
  void u32(int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      u8(value >>> shift);
    }
  }

  /** Unsigned, seven bits a byte, low bits first. */
  void varint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Signed: small magnitudes of either sign are short. */
  void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  void raw(byte[] source, int from, int length) {
    reserve(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /**
   * Every char on its own in one to three bytes, so that even half a surrogate pair comes back as
   * it was.
   */
  void text(String text) {
    int length = text.length();
    varint(length);
    reserve(Math.multiplyExact(3, length));
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes[size++] = (byte) c;
      } else if (c < 0x800) {
        bytes[size++] = (byte) (0xC0 | (c >>> 6));
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
      } else {
        bytes[size++] = (byte) (0xE0 | (c >>> 12));
        bytes[size++] = (byte) (0x80 | ((c >>> 6) & 0x3F));
        bytes[size++] = (byte) (0x80 | (c & 0x3F));
      }
    }
  }
}
