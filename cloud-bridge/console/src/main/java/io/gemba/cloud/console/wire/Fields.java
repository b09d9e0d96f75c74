package io.gemba.cloud.console.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads fields the tolerant way: missing, null and of the wrong type are all "not said". */
final class Fields {
  private static final int MAX_TEXT = 500;
  private static final int MAX_NAMES = 16;

  private Fields() {}

  static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      return null;
    }
    String text = value.textValue();
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
  }

  static @Nullable Long whole(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isNumber() && value.canConvertToLong() ? value.longValue() : null;
  }

  static @Nullable Double number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isNumber() && Double.isFinite(value.doubleValue()) ? value.doubleValue() : null;
  }

  static boolean flag(JsonNode node, String field) {
    return node.path(field).asBoolean(false);
  }

  /** A name per language tag. */
  static Map<String, String> names(JsonNode node, String field) {
    Map<String, String> names = new LinkedHashMap<>();
    node.path(field)
        .properties()
        .forEach(
            e -> {
              if (e.getValue().isTextual() && names.size() < MAX_NAMES) {
                String text = e.getValue().textValue();
                names.put(e.getKey(), text.length() > 100 ? text.substring(0, 100) : text);
              }
            });
    return Map.copyOf(names);
  }

  static long requiredTime(JsonNode node) throws MalformedException {
    Long time = whole(node, "t");
    if (time == null) {
      throw new MalformedException("no time `t`");
    }
    return time;
  }

  static String requiredText(JsonNode node, String field) throws MalformedException {
    String text = text(node, field);
    if (text == null) {
      throw new MalformedException("no `" + field + "`");
    }
    return text;
  }

  static long requiredWhole(JsonNode node, String field) throws MalformedException {
    Long number = whole(node, field);
    if (number == null || number < 0) {
      throw new MalformedException("no whole number `" + field + "`");
    }
    return number;
  }
}
