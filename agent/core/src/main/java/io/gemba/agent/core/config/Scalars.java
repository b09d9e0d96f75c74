package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import io.gemba.hal.spi.ConfigKey;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the text of a value into what its kind says, or says what to write instead. */
final class Scalars {
  private static final Pattern QUANTITY = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(\\p{Alpha}*)");
  private static final Pattern RATE = Pattern.compile("(\\d+(?:\\.\\d+)?)/s");
  private static final Pattern PERCENT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%");
  private static final Map<String, String> TRUTHS =
      Map.of(
          "yes", "true", "on", "true", "y", "true", "1", "true", "no", "false", "off", "false", "n",
          "false", "0", "false");
  private static final Map<String, Double> DURATION_UNITS =
      Map.of("ms", 1.0, "s", 1e3, "min", 60e3, "h", 3600e3, "d", 86400e3);
  private static final Map<String, String> DURATION_SLIPS =
      Map.ofEntries(
          Map.entry("m", "min"),
          Map.entry("mins", "min"),
          Map.entry("minutes", "min"),
          Map.entry("minute", "min"),
          Map.entry("sec", "s"),
          Map.entry("secs", "s"),
          Map.entry("seconds", "s"),
          Map.entry("second", "s"),
          Map.entry("msec", "ms"),
          Map.entry("millis", "ms"),
          Map.entry("hours", "h"),
          Map.entry("hour", "h"),
          Map.entry("hr", "h"),
          Map.entry("days", "d"),
          Map.entry("day", "d"));
  private static final Map<String, Double> SIZE_UNITS =
      Map.of("", 1.0, "KiB", 0x1p10, "MiB", 0x1p20, "GiB", 0x1p30, "TiB", 0x1p40);
  private static final Map<String, String> SIZE_SLIPS =
      Map.of(
          "k", "KiB", "kb", "KiB", "m", "MiB", "mb", "MiB", "g", "GiB", "gb", "GiB", "t", "TiB",
          "tb", "TiB", "b", "");

  private Scalars() {}

  /** The value in the Java type that {@link ConfigKey.Kind} names; FILE stays a text. */
  static Object convert(ConfigKey key, String text) throws Complaint {
    return switch (key.kind()) {
      case TEXT, FILE -> notBlank(key, text);
      case INTEGER -> inRange(key, integer(key, text), text).longValue();
      case DECIMAL -> inRange(key, decimal(key, text), text).doubleValue();
      case FLAG -> flag(key, text);
      case DURATION -> nanos(inRange(key, millis(key, text), text).doubleValue());
      case SIZE -> inRange(key, bytes(key, text), text).longValue();
      case RATE -> inRange(key, rate(key, text), text).doubleValue();
      case PERCENT -> inRange(key, percent(key, text), text).doubleValue();
      case CHOICE -> choice(key, text);
      case TEXTS, SECTION, SECTIONS, NAMED_SECTIONS ->
          throw new IllegalArgumentException(key.kind() + " is no scalar");
    };
  }

  private static String notBlank(ConfigKey key, String text) throws Complaint {
    if (text.isBlank()) {
      throw new Complaint(name(key) + " is empty", "write a text, or remove the key");
    }
    return text;
  }

  private static Long integer(ConfigKey key, String text) throws Complaint {
    try {
      return text.startsWith("0x") ? Long.valueOf(text.substring(2), 16) : Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new Complaint(
          name(key) + " must be a whole number, not " + quote(text), "write digits, such as 10");
    }
  }

  private static Double decimal(ConfigKey key, String text) throws Complaint {
    if (text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?")) {
      return Double.valueOf(text);
    }
    String dotted = text.replace(',', '.');
    throw new Complaint(
        name(key) + " must be a number, not " + quote(text),
        "write " + (dotted.matches("-?\\d+\\.\\d+") ? dotted : "digits, such as 0.5"));
  }

  private static Boolean flag(ConfigKey key, String text) throws Complaint {
    switch (text) {
      case "true", "True", "TRUE" -> {
        return true;
      }
      case "false", "False", "FALSE" -> {
        return false;
      }
      default -> {
        String meant = TRUTHS.get(text.toLowerCase(Locale.ROOT));
        throw new Complaint(
            name(key) + " must be true or false, not " + quote(text),
            "write "
                + (meant != null
                    ? meant
                    : Spelling.closest(text, TRUTHS.values()).orElse("true or false")));
      }
    }
  }

  private static Double millis(ConfigKey key, String text) throws Complaint {
    Matcher m = QUANTITY.matcher(text);
    String example = "write it like 250ms, 5s, 10min, 2h or 30d";
    if (m.matches()) {
      Double unit = DURATION_UNITS.get(m.group(2));
      if (unit != null) {
        return Double.parseDouble(m.group(1)) * unit;
      }
      String slip = DURATION_SLIPS.get(m.group(2).toLowerCase(Locale.ROOT));
      String lower = m.group(2).toLowerCase(Locale.ROOT);
      if (slip != null || DURATION_UNITS.containsKey(lower)) {
        example = "write " + m.group(1) + (slip != null ? slip : lower);
      } else if (m.group(2).isEmpty()) {
        example = "add the unit: " + m.group(1) + "ms or " + m.group(1) + "s";
      }
    }
    throw new Complaint(name(key) + " must be a duration, not " + quote(text), example);
  }

  private static Duration nanos(double millis) {
    return Duration.ofMillis((long) millis).plusNanos(Math.round(millis % 1 * 1e6));
  }

  private static Double bytes(ConfigKey key, String text) throws Complaint {
    Matcher m = QUANTITY.matcher(text);
    String example = "write it like 512KiB, 512MiB or 2GiB";
    if (m.matches()) {
      Double unit = SIZE_UNITS.get(m.group(2));
      if (unit != null) {
        return Double.parseDouble(m.group(1)) * unit;
      }
      String lower = m.group(2).toLowerCase(Locale.ROOT);
      String meant =
          SIZE_SLIPS.getOrDefault(lower, Spelling.closest(lower, SIZE_UNITS.keySet()).orElse(""));
      example = meant.isEmpty() ? example : "write " + m.group(1) + meant;
    }
    throw new Complaint(name(key) + " must be a size, not " + quote(text), example);
  }

  private static Double rate(ConfigKey key, String text) throws Complaint {
    Matcher m = RATE.matcher(text);
    if (m.matches()) {
      return Double.valueOf(m.group(1));
    }
    Matcher number = QUANTITY.matcher(text);
    throw new Complaint(
        name(key) + " must be a rate, not " + quote(text),
        "write " + (number.lookingAt() ? number.group(1) : "20000") + "/s");
  }

  private static Double percent(ConfigKey key, String text) throws Complaint {
    Matcher m = PERCENT.matcher(text);
    if (m.matches()) {
      return Double.parseDouble(m.group(1)) / 100;
    }
    String meant = "50%";
    if (text.matches("\\d+(\\.\\d+)?")) {
      double number = Double.parseDouble(text);
      meant = Figures.plain(number <= 1 ? number * 100 : number) + "%";
    }
    throw new Complaint(name(key) + " must be a percentage, not " + quote(text), "write " + meant);
  }

  private static String choice(ConfigKey key, String text) throws Complaint {
    if (key.choices().contains(text)) {
      return text;
    }
    throw new Complaint(
        name(key) + " cannot be " + quote(text), Spelling.didYouMean(text, key.choices()));
  }

  private static Number inRange(ConfigKey key, Number value, String text) throws Complaint {
    double number = value.doubleValue();
    double most = key.kind() == ConfigKey.Kind.PERCENT ? Math.min(key.max(), 1) : key.max();
    if (number >= key.min() && number <= most && number < Figures.LARGEST) {
      return value;
    }
    String range = Figures.range(key);
    throw new Complaint(
        name(key) + " is out of range: " + quote(text),
        "write " + (range.isEmpty() ? "a smaller number" : range));
  }

  private static String name(ConfigKey key) {
    return "'" + key.name() + "'";
  }
}
