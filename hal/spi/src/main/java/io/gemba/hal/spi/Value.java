package io.gemba.hal.spi;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a point read, in the few shapes that survive every hop from the machine to the cloud without
 * losing a bit.
 *
 * <p>All implementations are immutable and safe to share between threads.
 */
public sealed interface Value {

  /** The one instance of {@link None}. */
  Value NONE = new None();

  /** No value at all: what a bad sample carries when the device gave nothing. */
  record None() implements Value {}

  /** True or false. */
  record Bool(boolean value) implements Value {}

  /** A signed integer of up to 64 bits. */
  record Int(long value) implements Value {}

  /**
   * An unsigned integer of up to 64 bits; {@code bits} is read with {@link
   * Long#toUnsignedString(long)}.
   */
  record UInt(long bits) implements Value {}

  /** A double-precision number; may be NaN or infinite, because machines send those. */
  record Real(double value) implements Value {}

  /** A single-precision number, kept as one so that 61.4 does not become 61.400001525878906. */
  record Real32(float value) implements Value {}

  /** Text, possibly empty. */
  record Text(String value) implements Value {}

  /** A moment in time. */
  record Time(Instant value) implements Value {}

  /** Raw bytes. */
  @SuppressWarnings("ArrayRecordComponent") // cloned on the way in and out
  record Bytes(byte[] value) implements Value {
    public Bytes {
      value = value.clone();
    }

    @Override
    public byte[] value() {
      return value.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "Bytes[" + value.length + "]";
    }
  }

  /** An array; elements may be of different shapes. */
  record Items(List<Value> values) implements Value {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** A structure: named fields in the order the device declares them. */
  record Fields(Map<String, Value> values) implements Value {
    public Fields {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** True or false as a value. */
  static Value of(boolean value) {
    return new Bool(value);
  }

  /** A signed integer as a value. */
  static Value of(long value) {
    return new Int(value);
  }

  /** A double as a value. */
  static Value of(double value) {
    return new Real(value);
  }

  /** A text as a value. */
  static Value of(String value) {
    return new Text(value);
  }
}
