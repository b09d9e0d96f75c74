package io.gemba.agent.core.journal;

import java.util.Arrays;

/**
 * A column of signed numbers: plain, or as (number, run length) where that has fewer parts. Used by
 * one thread.
 */
final class LongColumn {
  private static final int PLAIN = 0;
  private static final int RUNS = 1;

  private long[] values = new long[256];
  private int size;
  private int runs;

  void clear() {
    size = 0;
    runs = 0;
  }

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    if (size == 0 || values[size - 1] != value) {
      runs++;
    }
    values[size++] = value;
  }

  void writeTo(ByteSink sink) {
    boolean plain = runs * 2L > size;
    sink.u8(plain ? PLAIN : RUNS);
    for (int i = 0; i < size; ) {
      sink.zigzag(values[i]);
      int start = i++;
      if (!plain) {
        while (i < size && values[i] == values[start]) {
          i++;
        }
        sink.varint(i - start);
      }
    }
  }

  /** Reads a column of exactly {@code count} numbers. */
  static long[] read(ByteSource source, int count) throws CorruptBlockException {
    int mode = source.u8();
    if (mode != PLAIN && mode != RUNS) {
      throw new CorruptBlockException("unknown kind of column " + mode);
    }
    if (mode == PLAIN && count > source.remaining()) {
      throw new CorruptBlockException("ends too early");
    }
    long[] column = new long[count];
    for (int i = 0; i < count; ) {
      long value = source.zigzag();
      int run = mode == PLAIN ? 1 : source.count(count - i, "equal numbers");
      if (run == 0) {
        throw new CorruptBlockException("an empty run");
      }
      Arrays.fill(column, i, i + run, value);
      i += run;
    }
    return column;
  }
}
