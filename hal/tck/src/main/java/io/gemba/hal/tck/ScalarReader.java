package io.gemba.hal.tck;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values by the {@link ConfigKey.Kind} of their key. */
final class ScalarReader {
  private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([a-zA-Z%/]*)");
  private static final Map<String, Double> MILLIS =
      Map.of("ms", 1.0, "s", 1e3, "min", 6e4, "h", 3.6e6, "d", 8.64e7);
  private static final Map<String, Double> BYTES =
      Map.of("", 1.0, "B", 1.0, "KiB", 0x1p10, "MiB", 0x1p20, "GiB", 0x1p30, "TiB", 0x1p40);

  private ScalarReader() {}

  static Object read(String path, ConfigKey key, Object raw) throws ConfigException {
    String text = String.valueOf(raw);
    try {
      return switch (key.kind()) {
        case INTEGER -> bounded(key, Long.parseLong(text));
        case DECIMAL -> bounded(key, Double.parseDouble(text));
        case FLAG -> flag(text);
        case DURATION -> duration(key, text);
        case SIZE -> bounded(key, (long) amount(text, BYTES));
        case RATE -> bounded(key, amount(text, Map.of("/s", 1.0)));
        case PERCENT -> bounded(key, amount(text, Map.of("%", 0.01)));
        case CHOICE -> choice(key, text);
        case FILE -> Path.of(text).toAbsolutePath();
        default -> text(raw);
      };
    } catch (IllegalArgumentException e) {
      String what = e instanceof NumberFormatException ? "a number" : e.getMessage();
      throw new ConfigException(path, what + " is needed, not '" + text + "'");
    }
  }

  private static String text(Object raw) {
    if (raw instanceof Iterable || raw instanceof Map) {
      throw new IllegalArgumentException("a single text");
    }
    return String.valueOf(raw);
  }

  private static <N extends Number> N bounded(ConfigKey key, N number) {
    if (number.doubleValue() < key.min() || number.doubleValue() > key.max()) {
      throw new IllegalArgumentException("a number from " + key.min() + " to " + key.max());
    }
    return number;
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("true or false");
    };
  }

  private static Duration duration(ConfigKey key, String text) {
    double millis = text.equals("0") ? 0 : amount(text, MILLIS);
    return Duration.ofNanos(Math.round(bounded(key, millis) * 1e6));
  }

  private static String choice(ConfigKey key, String text) {
    if (!key.choices().contains(text)) {
      throw new IllegalArgumentException("one of " + key.choices());
    }
    return text;
  }

  private static double amount(String text, Map<String, Double> units) {
    Matcher matcher = AMOUNT.matcher(text);
    if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
      throw new IllegalArgumentException("an amount in " + String.join(", ", units.keySet()));
    }
    return Double.parseDouble(matcher.group(1)) * units.get(matcher.group(2));
  }
}
