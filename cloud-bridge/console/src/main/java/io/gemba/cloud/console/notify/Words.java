package io.gemba.cloud.console.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One language: the messages' own words, and the page's for states and causes. Immutable. */
final class Words {
  /** The languages there are. */
  static final List<String> LANGUAGES = List.of("en", "zh-Hant", "zh-Hans");

  private static final Map<String, String> UNITS =
      Map.ofEntries(
          Map.entry("CEL", "°C"),
          Map.entry("FAH", "°F"),
          Map.entry("KEL", "K"),
          Map.entry("BAR", "bar"),
          Map.entry("PAL", "Pa"),
          Map.entry("KPA", "kPa"),
          Map.entry("MPA", "MPa"),
          Map.entry("KWH", "kWh"),
          Map.entry("KWT", "kW"),
          Map.entry("WTT", "W"),
          Map.entry("AMP", "A"),
          Map.entry("VLT", "V"),
          Map.entry("HTZ", "Hz"),
          Map.entry("RPM", "1/min"),
          Map.entry("MMT", "mm"),
          Map.entry("SEC", "s"),
          Map.entry("P1", "%"),
          Map.entry("C62", ""));

  private final String language;
  private final JsonNode own;
  private final JsonNode page;

  private Words(String language, JsonNode own, JsonNode page) {
    this.language = language;
    this.own = own;
    this.page = page;
  }

  static Words of(String language) {
    return new Words(
        language,
        read("/io/gemba/cloud/console/notify/" + language + ".json"),
        read("/io/gemba/cloud/console/page/lang/" + language + ".json"));
  }

  private static JsonNode read(String name) {
    try (InputStream in = Words.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("not in this build: " + name);
      }
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text under a key, with its {@code {places}} filled from pairs of name and text. */
  String say(String key, String... pairs) {
    String text = own.path(key).asText(key);
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      text = text.replace("{" + pairs[i] + "}", pairs[i + 1]);
    }
    return text;
  }

  String state(@Nullable String state) {
    return page.path("state." + state).asText(String.valueOf(state));
  }

  String cause(String cause) {
    return page.path("cause." + cause).asText(cause);
  }

  /** A name in this language, else one its readers are likelier to read, else any. */
  String named(Map<String, String> names, String otherwise) {
    List<String> order =
        switch (language) {
          case "zh-Hant" -> List.of("zh-Hant", "zh-Hans", "en");
          case "zh-Hans" -> List.of("zh-Hans", "zh-Hant", "en");
          default -> List.of("en");
        };
    for (String id : order) {
      String name = names.get(id);
      if (name != null) {
        return name;
      }
    }
    return names.entrySet().stream()
        .filter(e -> !e.getKey().isEmpty())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }

  String lasting(long ms) {
    long s = Math.max(0, ms / 1000);
    if (s < 120) {
      return say("s", "n", String.valueOf(s));
    }
    long min = s / 60;
    if (min < 60) {
      return say("min", "n", String.valueOf(min));
    }
    long h = min / 60;
    return h < 48
        ? say("h", "h", String.valueOf(h), "min", String.valueOf(min % 60))
        : say("d", "d", String.valueOf(h / 24), "h", String.valueOf(h % 24));
  }

  /** Plant time, with its offset, so that a reader elsewhere is not misled. */
  String time(long ms, ZoneId zone) {
    Locale locale = language.equals("en") ? Locale.ENGLISH : Locale.CHINESE;
    DateTimeFormatter form = DateTimeFormatter.ofPattern(say("date"), locale);
    DateTimeFormatter offset = DateTimeFormatter.ofPattern("O", Locale.ENGLISH);
    var at = Instant.ofEpochMilli(ms).atZone(zone);
    return at.format(form) + " (" + at.format(offset).replace("GMT", "UTC") + ")";
  }

  String number(double value, @Nullable String unit) {
    String text =
        Math.abs(value) < 1e6 && value == Math.rint(value)
            ? String.valueOf((long) value)
            : String.format(Locale.ROOT, "%.4g", value).replaceFirst("\\.?0+$", "");
    String sign = unit == null ? "" : UNITS.getOrDefault(unit, unit);
    return sign.isEmpty() ? text : text + " " + sign;
  }
}
