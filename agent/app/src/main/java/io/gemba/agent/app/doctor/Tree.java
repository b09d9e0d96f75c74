package io.gemba.agent.app.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists, texts, numbers and flags. */
public final class Tree {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Tree() {}

  /** The object that a document is. */
  public static Map<String, Object> parse(String document) throws IOException {
    try (JsonParser json = FACTORY.createParser(document)) {
      json.nextToken();
      return object(json);
    }
  }

  private static Map<String, Object> object(JsonParser json) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      json.nextToken();
      Object value = value(json);
      if (value != null) {
        map.put(key, value);
      }
    }
    return map;
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          Object item = value(json);
          if (item != null) {
            list.add(item);
          }
        }
        yield list;
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_NULL -> null;
      default -> json.getText();
    };
  }

  /** The object under a key; an empty one when there is none. */
  @SuppressWarnings("unchecked") // object() makes no others
  static Map<String, Object> map(@Nullable Map<String, Object> of, String key) {
    return of != null && of.get(key) instanceof Map<?, ?> map
        ? (Map<String, Object>) map
        : Map.of();
  }

  static long number(Map<String, Object> of, String key) {
    return of.get(key) instanceof Number number ? number.longValue() : 0;
  }
}
