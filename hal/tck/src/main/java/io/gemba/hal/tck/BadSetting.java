package io.gemba.hal.tck;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration with one mistake, for rule HAL-6.
 *
 * @param key the key that must be named by the refusal, with dots: {@code points.oil-temp.node}
 * @param settings the whole configuration of the device, the mistake included
 */
public record BadSetting(String key, Map<String, Object> settings) {

  /** Good settings but for one value, which also is the key that must be named. */
  public static BadSetting of(Map<String, Object> good, String key, Object value) {
    return new BadSetting(key, with(good, key, value));
  }

  /** Good settings without one key. */
  public static BadSetting without(Map<String, Object> good, String key) {
    return new BadSetting(key, with(good, key, null));
  }

  /** A copy with the value at a path with dots replaced, or removed when null. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> with(Map<String, Object> settings, String path, @Nullable Object to) {
    Map<String, Object> copy = new LinkedHashMap<>(settings);
    int dot = path.indexOf('.');
    if (dot >= 0) {
      String head = path.substring(0, dot);
      Map<String, Object> inner = (Map<String, Object>) copy.getOrDefault(head, Map.of());
      copy.put(head, with(inner, path.substring(dot + 1), to));
    } else if (to == null) {
      copy.remove(path);
    } else {
      copy.put(path, to);
    }
    return copy;
  }
}
