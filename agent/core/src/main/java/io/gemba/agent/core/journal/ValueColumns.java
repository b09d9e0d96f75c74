package io.gemba.agent.core.journal;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The writing half of a block's values, shape by shape. Used by one thread. */
final class ValueColumns {
  private final LongColumn column = new LongColumn();
  private final LongColumn scales = new LongColumn();
  private long[] rest = new long[64];
  private int restSize;

  /**
   * Writes the values of the samples in {@code slots}; point {@code rank} has those from {@code
   * starts[rank]} on.
   */
  void write(Sample[] slots, int[] starts, int points, ByteSink sink) {
    int shapes = writeShapes(slots, starts[points], sink);
    if (has(shapes, ValueCodec.BOOL)) {
      writeBools(slots, starts[points], sink);
    }
    if (has(shapes, ValueCodec.INT)) {
      writeInts(slots, starts, points, ValueCodec.INT, sink);
    }
    if (has(shapes, ValueCodec.UINT)) {
      writeInts(slots, starts, points, ValueCodec.UINT, sink);
    }
    if (has(shapes, ValueCodec.REAL)) {
      writeReals(slots, starts, points, false, sink);
    }
    if (has(shapes, ValueCodec.REAL32)) {
      writeReals(slots, starts, points, true, sink);
    }
    if (has(shapes, ValueCodec.TEXT)) {
      writeTexts(slots, starts[points], sink);
    }
    for (int slot = 0; slot < starts[points] && shapes >>> ValueCodec.TIME != 0; slot++) {
      if (ValueCodec.tag(slots[slot].value()) >= ValueCodec.TIME) {
        ValueCodec.write(slots[slot].value(), sink);
      }
    }
  }

  private static boolean has(int shapes, int tag) {
    return (shapes & (1 << tag)) != 0;
  }

  private static int writeShapes(Sample[] slots, int count, ByteSink sink) {
    int shapes = 0;
    for (int slot = 0; slot < count; ) {
      int tag = ValueCodec.tag(slots[slot].value());
      int start = slot++;
      while (slot < count && ValueCodec.tag(slots[slot].value()) == tag) {
        slot++;
      }
      shapes |= 1 << tag;
      sink.u8(tag);
      sink.varint(slot - start);
    }
    return shapes;
  }

  private static void writeBools(Sample[] slots, int count, ByteSink sink) {
    int bits = 0;
    int filled = 0;
    for (int slot = 0; slot < count; slot++) {
      if (slots[slot].value() instanceof Value.Bool(boolean value)) {
        bits |= value ? 1 << filled : 0;
        if (++filled == 8) {
          sink.u8(bits);
          bits = 0;
          filled = 0;
        }
      }
    }
    if (filled > 0) {
      sink.u8(bits);
    }
  }

  private void writeInts(Sample[] slots, int[] starts, int points, int tag, ByteSink sink) {
    column.clear();
    for (int rank = 0; rank < points; rank++) {
      long previous = 0;
      for (int slot = starts[rank]; slot < starts[rank + 1]; slot++) {
        if (ValueCodec.tag(slots[slot].value()) == tag) {
          long value = integer(slots[slot].value());
          column.add(value - previous);
          previous = value;
        }
      }
    }
    column.writeTo(sink);
  }

  private static long integer(Value value) {
    return value instanceof Value.Int(long signed) ? signed : ((Value.UInt) value).bits();
  }

  private void writeReals(Sample[] slots, int[] starts, int points, boolean single, ByteSink sink) {
    column.clear();
    scales.clear();
    restSize = 0;
    for (int rank = 0; rank < points; rank++) {
      int scale = commonScale(slots, starts[rank], starts[rank + 1], single);
      if (scale < 0) {
        continue; // no reals at this point
      }
      scales.add(scale);
      long previous = 0;
      for (int slot = starts[rank]; slot < starts[rank + 1]; slot++) {
        if (!isReal(slots[slot].value(), single)) {
          continue;
        }
        if (scale == Decimals.RAW) {
          addRest(bits(slots[slot].value()));
        } else {
          long mantissa = Decimals.mantissa(real(slots[slot].value()), scale);
          column.add(mantissa - previous);
          previous = mantissa;
        }
      }
    }
    scales.writeTo(sink);
    column.writeTo(sink);
    writePlanes(single ? 4 : 8, sink);
  }

  /**
   * The scale that is exact for every real of one point, RAW where there is none, -1 where there
   * are no reals.
   */
  private static int commonScale(Sample[] slots, int from, int to, boolean single) {
    int scale = -1;
    int first = 0;
    for (int slot = from; slot < to; slot++) {
      if (isReal(slots[slot].value(), single)) {
        double value = real(slots[slot].value());
        int needed = Decimals.scale(value, Math.max(scale, 0), single);
        if (needed == Decimals.RAW) {
          return Decimals.RAW;
        }
        if (needed != scale) {
          scale = needed;
          first = slot;
        }
      }
    }
    for (int slot = from; slot < first; slot++) { // those before were tried with a smaller scale
      if (isReal(slots[slot].value(), single)
          && !Decimals.exact(real(slots[slot].value()), scale, single)) {
        return Decimals.RAW;
      }
    }
    return scale;
  }

  private static boolean isReal(Value value, boolean single) {
    return single ? value instanceof Value.Real32 : value instanceof Value.Real;
  }

  private static double real(Value value) {
    return value instanceof Value.Real(double real) ? real : ((Value.Real32) value).value();
  }

  private static long bits(Value value) {
    return value instanceof Value.Real(double real)
        ? Double.doubleToRawLongBits(real)
        : Float.floatToRawIntBits(((Value.Real32) value).value()) & 0xFFFF_FFFFL;
  }

  private void addRest(long bits) {
    if (restSize == rest.length) {
      rest = Arrays.copyOf(rest, restSize * 2);
    }
    rest[restSize++] = bits;
  }

  private void writePlanes(int bytes, ByteSink sink) {
    for (int shift = bytes * 8 - 8; shift >= 0; shift -= 8) {
      for (int i = 0; i < restSize; i++) {
        long xored = rest[i] ^ (i == 0 ? 0 : rest[i - 1]);
        sink.u8((int) (xored >>> shift));
      }
    }
  }

  private void writeTexts(Sample[] slots, int count, ByteSink sink) {
    column.clear();
    Map<String, Integer> dictionary = new LinkedHashMap<>();
    for (int slot = 0; slot < count; slot++) {
      if (slots[slot].value() instanceof Value.Text(String text)) {
        Integer known = dictionary.putIfAbsent(text, dictionary.size());
        column.add(known == null ? dictionary.size() - 1 : known);
      }
    }
    sink.varint(dictionary.size());
    dictionary.keySet().forEach(sink::text);
    column.writeTo(sink);
  }
}
