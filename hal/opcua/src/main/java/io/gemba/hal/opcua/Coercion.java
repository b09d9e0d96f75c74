package io.gemba.hal.opcua;

import io.gemba.hal.spi.Value;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value fit the type of a node, exactly or not at all: 5.0 may become the integer 5, 5.5
 * and 70000 for an Int16 may not. The one exception is a decimal number for a Float, which is
 * rounded as every Float is.
 */
final class Coercion {
  private static final Result MISMATCH = new Result(null, StatusCodes.Bad_TypeMismatch);
  private static final Result RANGE = new Result(null, StatusCodes.Bad_OutOfRange);
  private static final BigInteger MOST_UNSIGNED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private Coercion() {}

  /**
   * What became of a value.
   *
   * @param value as the protocol library wants it; null = it does not fit
   * @param status why it does not fit, or 0
   */
  record Result(@Nullable Object value, long status) {
    private static Result of(Object value) {
      return new Result(value, 0);
    }
  }

  /** The value in that type; arrays element by element. */
  static Result to(OpcUaDataType type, Value value) {
    if (value instanceof Value.Items items) {
      return array(type, items);
    }
    return switch (type) {
      case Boolean -> value instanceof Value.Bool b ? Result.of(b.value()) : MISMATCH;
      case SByte, Byte, Int16, UInt16, Int32, UInt32, Int64, UInt64 -> integer(type, value);
      case Float -> real32(value);
      case Double -> real(value);
      case String -> value instanceof Value.Text t ? Result.of(t.value()) : MISMATCH;
      case LocalizedText ->
          value instanceof Value.Text t ? Result.of(new LocalizedText(null, t.value())) : MISMATCH;
      case DateTime ->
          value instanceof Value.Time t ? Result.of(new DateTime(t.value())) : MISMATCH;
      case ByteString ->
          value instanceof Value.Bytes b ? Result.of(ByteString.of(b.value())) : MISMATCH;
      case Guid, NodeId -> value instanceof Value.Text t ? parsed(type, t.value()) : MISMATCH;
      default -> MISMATCH;
    };
  }

  private static Result array(OpcUaDataType type, Value.Items items) {
    Object array = Array.newInstance(type.getBackingClass(), items.values().size());
    for (int i = 0; i < items.values().size(); i++) {
      if (items.values().get(i) instanceof Value.Items) {
        return MISMATCH; // matrices come with an issue of their own
      }
      Result one = to(type, items.values().get(i));
      if (one.value() == null) {
        return one;
      }
      Array.set(array, i, one.value());
    }
    return Result.of(array);
  }

  private static Result integer(OpcUaDataType type, Value value) {
    BigInteger whole;
    try {
      BigDecimal number = number(value);
      if (number == null) {
        return MISMATCH;
      }
      whole = number.toBigIntegerExact();
    } catch (ArithmeticException e) {
      return MISMATCH; // it has decimals
    }
    return fits(type, whole) ? Result.of(boxed(type, whole)) : RANGE;
  }

  private static boolean fits(OpcUaDataType type, BigInteger n) {
    return switch (type) {
      case SByte -> n.bitLength() < 8;
      case Int16 -> n.bitLength() < 16;
      case Int32 -> n.bitLength() < 32;
      case Int64 -> n.bitLength() < 64;
      case Byte -> n.signum() >= 0 && n.bitLength() <= 8;
      case UInt16 -> n.signum() >= 0 && n.bitLength() <= 16;
      case UInt32 -> n.signum() >= 0 && n.bitLength() <= 32;
      default -> n.signum() >= 0 && n.compareTo(MOST_UNSIGNED) <= 0;
    };
  }

  private static Object boxed(OpcUaDataType type, BigInteger n) {
    return switch (type) {
      case SByte -> n.byteValue();
      case Int16 -> n.shortValue();
      case Int32 -> n.intValue();
      case Int64 -> n.longValue();
      case Byte -> Unsigned.ubyte(n.intValue());
      case UInt16 -> Unsigned.ushort(n.intValue());
      case UInt32 -> Unsigned.uint(n.longValue());
      default -> Unsigned.ulong(n);
    };
  }

  private static @Nullable BigDecimal number(Value value) {
    return switch (value) {
      case Value.Int n -> BigDecimal.valueOf(n.value());
      case Value.UInt n -> new BigDecimal(new BigInteger(Long.toUnsignedString(n.bits())));
      case Value.Real r when Double.isFinite(r.value()) -> new BigDecimal(r.value());
      case Value.Real32 r when Float.isFinite(r.value()) -> new BigDecimal(r.value());
      default -> null;
    };
  }

  private static Result real(Value value) {
    return switch (value) {
      case Value.Real r -> Result.of(r.value());
      case Value.Real32 r -> Result.of((double) r.value());
      default -> whole(value, Double.class);
    };
  }

  private static Result real32(Value value) {
    return switch (value) {
      case Value.Real32 r -> Result.of(r.value());
      case Value.Real r -> {
        float rounded = (float) r.value();
        yield Float.isInfinite(rounded) && !Double.isInfinite(r.value())
            ? RANGE
            : Result.of(rounded);
      }
      default -> whole(value, Float.class);
    };
  }

  /** A whole number as a floating one, if that can hold all its digits. */
  private static Result whole(Value value, Class<?> wanted) {
    BigDecimal number = number(value);
    if (number == null) {
      return MISMATCH;
    }
    Number near = wanted == Float.class ? (Number) number.floatValue() : number.doubleValue();
    return new BigDecimal(near.doubleValue()).compareTo(number) == 0 ? Result.of(near) : RANGE;
  }

  private static Result parsed(OpcUaDataType type, String text) {
    try {
      return Result.of(type == OpcUaDataType.Guid ? UUID.fromString(text) : NodeId.parse(text));
    } catch (IllegalArgumentException | UaRuntimeException e) {
      return MISMATCH;
    }
  }
}
