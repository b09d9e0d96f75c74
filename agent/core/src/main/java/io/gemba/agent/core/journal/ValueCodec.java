package io.gemba.agent.core.journal;

import io.gemba.hal.spi.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One value of any shape, on its own: a tag and what it needs. For shapes too rare to deserve a
 * column.
 */
final class ValueCodec {
  static final int NONE = 0;
  static final int BOOL = 1;
  static final int INT = 2;
  static final int UINT = 3;
  static final int REAL = 4;
  static final int REAL32 = 5;
  static final int TEXT = 6;
  static final int TIME = 7;
  static final int BYTES = 8;
  static final int ITEMS = 9;
  static final int FIELDS = 10;

  /** How deep arrays and structures may lie in each other. */
  static final int MAX_DEPTH = 32;

  private ValueCodec() {}

  static int tag(Value value) {
    return switch (value) {
      case Value.None _ -> NONE;
      case Value.Bool _ -> BOOL;
      case Value.Int _ -> INT;
      case Value.UInt _ -> UINT;
      case Value.Real _ -> REAL;
      case Value.Real32 _ -> REAL32;
      case Value.Text _ -> TEXT;
      case Value.Time _ -> TIME;
      case Value.Bytes _ -> BYTES;
      case Value.Items _ -> ITEMS;
      case Value.Fields _ -> FIELDS;
    };
  }

  static void write(Value value, ByteSink sink) {
    sink.u8(tag(value));
    switch (value) {
      case Value.None _ -> {}
      case Value.Bool v -> sink.u8(v.value() ? 1 : 0);
      case Value.Int v -> sink.zigzag(v.value());
      case Value.UInt v -> sink.varint(v.bits());
      case Value.Real v -> writeBits(Double.doubleToRawLongBits(v.value()), sink);
      case Value.Real32 v -> sink.u32(Float.floatToRawIntBits(v.value()));
      case Value.Text v -> sink.text(v.value());
      case Value.Time v -> {
        Instant moment = v.value();
        sink.zigzag(moment.getEpochSecond());
        sink.varint(moment.getNano());
      }
      case Value.Bytes v -> {
        byte[] bytes = v.value();
        sink.varint(bytes.length);
        sink.raw(bytes, 0, bytes.length);
      }
      case Value.Items v -> {
        sink.varint(v.values().size());
        v.values().forEach(item -> write(item, sink));
      }
      case Value.Fields v -> {
        sink.varint(v.values().size());
        v.values()
            .forEach(
                (name, field) -> {
                  sink.text(name);
                  write(field, sink);
                });
      }
    }
  }

  static Value read(ByteSource source) throws CorruptBlockException {
    return read(source, 0);
  }

  private static Value read(ByteSource source, int depth) throws CorruptBlockException {
    if (depth > MAX_DEPTH) {
      throw new CorruptBlockException("structures nested deeper than " + MAX_DEPTH);
    }
    int tag = source.u8();
    return switch (tag) {
      case NONE -> Value.NONE;
      case BOOL -> new Value.Bool(source.count(1, "as a truth value") == 1);
      case INT -> new Value.Int(source.zigzag());
      case UINT -> new Value.UInt(source.varint());
      case REAL -> new Value.Real(Double.longBitsToDouble(readBits(source)));
      case REAL32 -> new Value.Real32(Float.intBitsToFloat(source.u32()));
      case TEXT -> new Value.Text(source.text());
      case TIME -> new Value.Time(instant(source.zigzag(), source.count(999_999_999, "ns")));
      case BYTES -> new Value.Bytes(source.raw(source.count(source.remaining(), "bytes")));
      case ITEMS -> items(source, depth);
      case FIELDS -> fields(source, depth);
      default -> throw new CorruptBlockException("unknown shape of value " + tag);
    };
  }

  private static Value items(ByteSource source, int depth) throws CorruptBlockException {
    int count = source.count(source.remaining(), "items");
    List<Value> items = new ArrayList<>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      items.add(read(source, depth + 1));
    }
    return new Value.Items(items);
  }

  private static Value fields(ByteSource source, int depth) throws CorruptBlockException {
    int count = source.count(source.remaining(), "fields");
    Map<String, Value> fields = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = source.text();
      if (fields.put(name, read(source, depth + 1)) != null) {
        throw new CorruptBlockException("two fields called " + name);
      }
    }
    return new Value.Fields(fields);
  }

  private static Instant instant(long second, int nano) throws CorruptBlockException {
    try {
      return Instant.ofEpochSecond(second, nano);
    } catch (DateTimeException _) {
      throw new CorruptBlockException("not a moment in time");
    }
  }

  private static void writeBits(long bits, ByteSink sink) {
    sink.u32((int) bits);
    sink.u32((int) (bits >>> 32));
  }

  private static long readBits(ByteSource source) throws CorruptBlockException {
    long low = source.u32() & 0xFFFF_FFFFL;
    return low | ((long) source.u32() << 32);
  }
}
