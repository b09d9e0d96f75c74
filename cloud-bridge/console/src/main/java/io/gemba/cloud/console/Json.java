package io.gemba.cloud.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/** One line of JSON for scripts. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** {@code {"field":"value"}} for one value, a list for {@code problems}. */
  static String line(String field, List<String> values) {
    try {
      Object value = field.equals("problems") ? values : values.getFirst();
      return MAPPER.writeValueAsString(Map.of(field, value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
