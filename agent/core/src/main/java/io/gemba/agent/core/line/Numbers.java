package io.gemba.agent.core.line;

import io.gemba.hal.spi.Value;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads the shapes of values that machines use for numbers and lamps. */
public final class Numbers {
  private static final double TWO_TO_64 = 0x1p64;

  private Numbers() {}

  /** The value as a finite number; of an enumeration, which comes with its name, the number. */
  public static OptionalDouble number(@Nullable Value value) {
    double number =
        switch (value) {
          case Value.Fields(Map<String, Value> fields) when fields.containsKey("name") ->
              number(fields.get("value")).orElse(Double.NaN);
          case Value.Int i -> i.value();
          case Value.UInt u -> u.bits() >= 0 ? u.bits() : u.bits() + TWO_TO_64;
          case Value.Real r -> r.value();
          case Value.Real32 r -> r.value();
          case null, default -> Double.NaN;
        };
    return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
  }

  /** The value as a lamp: true or a number other than zero is lit. */
  public static Optional<Boolean> truth(@Nullable Value value) {
    if (value instanceof Value.Bool(boolean lit)) {
      return Optional.of(lit);
    }
    OptionalDouble number = number(value);
    return number.isPresent() ? Optional.of(number.getAsDouble() != 0) : Optional.empty();
  }
}
