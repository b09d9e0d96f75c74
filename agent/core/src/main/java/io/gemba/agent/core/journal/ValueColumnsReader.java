package io.gemba.agent.core.journal;

import io.gemba.hal.spi.Value;
import java.util.Arrays;

/**
 * The reading half of a block's values, shape by shape: the mirror of {@link ValueColumns}. For one
 * block.
 */
final class ValueColumnsReader {
  private final ByteSource source;
  private final int[] starts;
  private final int points;
  private final byte[] tags;
  private final int[] counts = new int[ValueCodec.FIELDS + 1];
  private final Value[] values;

  ValueColumnsReader(ByteSource source, int[] starts, int points) {
    this.source = source;
    this.starts = starts;
    this.points = points;
    this.tags = new byte[starts[points]];
    this.values = new Value[starts[points]];
    Arrays.fill(values, Value.NONE);
  }

  Value[] read() throws CorruptBlockException {
    readShapes();
    readBools();
    readInts(ValueCodec.INT);
    readInts(ValueCodec.UINT);
    readReals(ValueCodec.REAL, 8);
    readReals(ValueCodec.REAL32, 4);
    readTexts();
    for (int slot = 0; slot < tags.length; slot++) {
      if (tags[slot] >= ValueCodec.TIME) {
        values[slot] = ValueCodec.read(source);
        if (ValueCodec.tag(values[slot]) != tags[slot]) {
          throw new CorruptBlockException("a value of another shape than announced");
        }
      }
    }
    return values;
  }

  private void readShapes() throws CorruptBlockException {
    for (int slot = 0; slot < tags.length; ) {
      int tag = source.u8();
      if (tag > ValueCodec.FIELDS) {
        throw new CorruptBlockException("unknown shape of value " + tag);
      }
      int run = source.count(tags.length - slot, "equal shapes");
      if (run == 0) {
        throw new CorruptBlockException("an empty run");
      }
      Arrays.fill(tags, slot, slot + run, (byte) tag);
      counts[tag] += run;
      slot += run;
    }
  }

  private void readBools() throws CorruptBlockException {
    int bits = 0;
    int left = 0;
    for (int slot = 0; slot < tags.length && counts[ValueCodec.BOOL] > 0; slot++) {
      if (tags[slot] == ValueCodec.BOOL) {
        if (left == 0) {
          bits = source.u8();
          left = 8;
        }
        values[slot] = new Value.Bool((bits & 1) != 0);
        bits >>>= 1;
        left--;
      }
    }
    if (bits != 0) {
      throw new CorruptBlockException("more truth values than samples");
    }
  }

  private void readInts(int tag) throws CorruptBlockException {
    if (counts[tag] == 0) {
      return;
    }
    long[] column = LongColumn.read(source, counts[tag]);
    int at = 0;
    for (int rank = 0; rank < points; rank++) {
      long value = 0;
      for (int slot = starts[rank]; slot < starts[rank + 1]; slot++) {
        if (tags[slot] == tag) {
          value += column[at++];
          values[slot] = tag == ValueCodec.INT ? new Value.Int(value) : new Value.UInt(value);
        }
      }
    }
  }

  private void readReals(int tag, int bytes) throws CorruptBlockException {
    if (counts[tag] == 0) {
      return;
    }
    int[] perPoint = new int[points];
    int withReals = 0;
    for (int rank = 0; rank < points; rank++) {
      for (int slot = starts[rank]; slot < starts[rank + 1]; slot++) {
        perPoint[rank] += tags[slot] == tag ? 1 : 0;
      }
      withReals += perPoint[rank] > 0 ? 1 : 0;
    }
    long[] scales = LongColumn.read(source, withReals);
    int decimals = 0;
    for (int rank = 0, at = 0; rank < points; rank++) {
      if (perPoint[rank] > 0) {
        long scale = scales[at++];
        if (scale < 0 || (scale > Decimals.MAX_SCALE && scale != Decimals.RAW)) {
          throw new CorruptBlockException("unknown scale " + scale);
        }
        decimals += scale == Decimals.RAW ? 0 : perPoint[rank];
      }
    }
    long[] mantissas = LongColumn.read(source, decimals);
    placeReals(tag, perPoint, scales, mantissas, readPlanes(counts[tag] - decimals, bytes));
  }

  private void placeReals(int tag, int[] perPoint, long[] scales, long[] mantissas, long[] raw) {
    int mantissaAt = 0;
    int rawAt = 0;
    int scaleAt = 0;
    for (int rank = 0; rank < points; rank++) {
      int scale = perPoint[rank] > 0 ? (int) scales[scaleAt++] : 0;
      long mantissa = 0;
      for (int slot = starts[rank]; slot < starts[rank + 1]; slot++) {
        if (tags[slot] != tag) {
          continue;
        }
        if (scale == Decimals.RAW) {
          values[slot] = ofBits(raw[rawAt++], tag);
        } else {
          mantissa += mantissas[mantissaAt++];
          double value = Decimals.value(mantissa, scale);
          values[slot] =
              tag == ValueCodec.REAL ? new Value.Real(value) : new Value.Real32((float) value);
        }
      }
    }
  }

  private static Value ofBits(long bits, int tag) {
    return tag == ValueCodec.REAL
        ? new Value.Real(Double.longBitsToDouble(bits))
        : new Value.Real32(Float.intBitsToFloat((int) bits));
  }

  private long[] readPlanes(int count, int bytes) throws CorruptBlockException {
    byte[] planes = source.raw(Math.multiplyExact(count, bytes));
    long[] bits = new long[count];
    long previous = 0;
    for (int i = 0; i < count; i++) {
      long xored = 0;
      for (int plane = 0; plane < bytes; plane++) {
        xored = (xored << 8) | (planes[plane * count + i] & 0xFF);
      }
      previous ^= xored;
      bits[i] = previous;
    }
    return bits;
  }

  private void readTexts() throws CorruptBlockException {
    if (counts[ValueCodec.TEXT] == 0) {
      return;
    }
    Value[] dictionary = new Value[source.count(counts[ValueCodec.TEXT], "texts")];
    for (int i = 0; i < dictionary.length; i++) {
      dictionary[i] = new Value.Text(source.text());
    }
    long[] column = LongColumn.read(source, counts[ValueCodec.TEXT]);
    for (int slot = 0, at = 0; slot < tags.length; slot++) {
      if (tags[slot] == ValueCodec.TEXT) {
        long rank = column[at++];
        if (rank < 0 || rank >= dictionary.length) {
          throw new CorruptBlockException("a text that is not in the dictionary");
        }
        values[slot] = dictionary[(int) rank];
      }
    }
  }
}
