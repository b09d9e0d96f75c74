package io.gemba.cloud.mqtt;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON written straight into bytes: no text in between, nothing allocated for a number of few
 * digits. A buffer that is used again and again, by one thread.
 */
final class JsonText {
  private static final int LARGEST_KEPT = 1 << 20;
  private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SMALLEST =
      String.valueOf(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_NUMBER = 32;

  private byte[] bytes = new byte[16 * 1024];
  private int length;

  /** Hands out what was written since the last time. */
  void moveTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
    length = 0;
    if (bytes.length > LARGEST_KEPT) {
      bytes = new byte[16 * 1024];
    }
  }

  /** What was written since the last time, as an array of its own. */
  byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, length);
    length = 0;
    return taken;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  void raw(byte[] text) {
    room(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
  }

  void raw(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
  }

  /** Letters and digits that need no quoting. */
  void ascii(String text) {
    raw(text.getBytes(StandardCharsets.US_ASCII));
  }

  void number(long value) {
    room(LONGEST_NUMBER);
    if (value == Long.MIN_VALUE) {
      raw(SMALLEST);
      return;
    }
    long rest = value;
    if (rest < 0) {
      bytes[length++] = '-';
      rest = -rest;
    }
    int end = length + digits(rest);
    int at = end;
    while (rest > Integer.MAX_VALUE) {
      long next = rest / 10;
      bytes[--at] = (byte) ('0' + (rest - next * 10));
      rest = next;
    }
    int small = (int) rest;
    do {
      int next = small / 10;
      bytes[--at] = (byte) ('0' + (small - next * 10));
      small = next;
    } while (small > 0);
    length = end;
  }

  private static int digits(long value) {
    int digits = 1;
    for (long limit = 10; digits < 19 && value >= limit; limit *= 10) {
      digits++;
    }
    return digits;
  }

  /** The shortest decimal that reads back as the same number; what JSON lacks is a string. */
  void number(double value) {
    double size = Math.abs(value);
    if (size >= 1e-3 && size < 1e7) { // elsewhere Double.toString writes an exponent
      long thousandths = (long) (value * 1000 + (value < 0 ? -0.5 : 0.5));
      if (thousandths / 1000.0 == value) { // at most ten digits, so no other is shorter
        thousandths(thousandths);
        return;
      }
    }
    longNumber(Double.toString(value), Double.isFinite(value));
  }

  /** As with a double. */
  void number(float value) {
    float size = Math.abs(value);
    if (size >= 1e-3f && size < 1e3f) {
      long thousandths = (long) (value * 1000.0 + (value < 0 ? -0.5 : 0.5));
      if ((float) (thousandths / 1000.0) == value) { // at most six digits, as above
        thousandths(thousandths);
        return;
      }
    }
    longNumber(Float.toString(value), Float.isFinite(value));
  }

  private void longNumber(String text, boolean finite) {
    if (finite) {
      ascii(text);
    } else {
      text(text);
    }
  }

  private void thousandths(long value) {
    room(LONGEST_NUMBER);
    long size = value;
    if (size < 0) {
      bytes[length++] = '-';
      size = -size;
    }
    long whole = size / 1000;
    int part = (int) (size - whole * 1000);
    number(whole);
    bytes[length++] = '.';
    bytes[length++] = (byte) ('0' + part / 100);
    if (part % 100 != 0) {
      bytes[length++] = (byte) ('0' + part / 10 % 10);
      if (part % 10 != 0) {
        bytes[length++] = (byte) ('0' + part % 10);
      }
    }
  }

  /**
   * A string in quotes (RFC 8259 §7); a lone surrogate becomes U+FFFD, because UTF-8 has no place
   * for it and one odd string must not cost its whole batch.
   */
  void text(String text) {
    room(2 + 6 * text.length());
    bytes[length++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xC0 | (c >> 6));
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
      } else if (!Character.isSurrogate(c)) {
        threeBytes(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        fourBytes(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        threeBytes('\uFFFD');
      }
    }
    bytes[length++] = '"';
  }

  private void threeBytes(char c) {
    bytes[length++] = (byte) (0xE0 | (c >> 12));
    bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    bytes[length++] = (byte) (0x80 | (c & 0x3F));
  }

  private void fourBytes(int c) {
    bytes[length++] = (byte) (0xF0 | (c >> 18));
    bytes[length++] = (byte) (0x80 | ((c >> 12) & 0x3F));
    bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    bytes[length++] = (byte) (0x80 | (c & 0x3F));
  }

  private void ascii(char c) {
    if (c == '"' || c == '\\') {
      bytes[length++] = '\\';
      bytes[length++] = (byte) c;
    } else if (c >= 0x20) {
      bytes[length++] = (byte) c;
    } else {
      control(c);
    }
  }

  private void control(char c) {
    bytes[length++] = '\\';
    switch (c) {
      case '\b' -> bytes[length++] = 'b';
      case '\t' -> bytes[length++] = 't';
      case '\n' -> bytes[length++] = 'n';
      case '\f' -> bytes[length++] = 'f';
      case '\r' -> bytes[length++] = 'r';
      default -> {
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = DIGITS[c >> 4];
        bytes[length++] = DIGITS[c & 0xF];
      }
    }
  }
}
