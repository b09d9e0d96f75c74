package io.gemba.hal.tck;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads maps by their {@link ConfigKey}s. */
final class SettingsReader {
  private SettingsReader() {}

  static Settings read(String path, List<ConfigKey> keys, Object written) throws ConfigException {
    Map<String, Object> map = map(path, written);
    Map<String, Object> values = new LinkedHashMap<>();
    for (String name : map.keySet()) {
      if (keys.stream().map(ConfigKey::name).noneMatch(Predicate.isEqual(name))) {
        throw new ConfigException(under(path, name), "there is no such key");
      }
    }
    for (ConfigKey key : keys) {
      String place = under(path, key.name());
      Optional<Object> raw =
          map.containsKey(key.name())
              ? Optional.ofNullable(map.get(key.name()))
              : Optional.ofNullable(key.defaultText());
      if (raw.isPresent()) {
        values.put(key.name(), value(place, key, raw.get()));
      } else if (key.required() || map.containsKey(key.name())) {
        throw new ConfigException(place, "a value is needed: " + key.doc());
      }
    }
    return new Settings(values);
  }

  private static Object value(String path, ConfigKey key, Object raw) throws ConfigException {
    return switch (key.kind()) {
      case TEXTS -> texts(path, raw);
      case SECTION -> read(path, key.keys(), raw);
      case SECTIONS -> sections(path, key, raw);
      case NAMED_SECTIONS -> named(path, key, raw);
      default -> ScalarReader.read(path, key, raw);
    };
  }

  private static List<String> texts(String path, Object raw) throws ConfigException {
    return list(path, raw).stream().map(String::valueOf).toList();
  }

  private static List<Settings> sections(String path, ConfigKey key, Object raw)
      throws ConfigException {
    List<Settings> read = new ArrayList<>();
    for (Object section : list(path, raw)) {
      read.add(read(path, key.keys(), section));
    }
    return read;
  }

  private static Map<String, Settings> named(String path, ConfigKey key, Object raw)
      throws ConfigException {
    Map<String, Settings> read = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : map(path, raw).entrySet()) {
      read.put(entry.getKey(), read(under(path, entry.getKey()), key.keys(), entry.getValue()));
    }
    return read;
  }

  private static List<?> list(String path, Object raw) throws ConfigException {
    if (raw instanceof List<?> list) {
      return list;
    }
    throw new ConfigException(path, "a list is needed, not " + raw);
  }

  private static Map<String, Object> map(String path, Object raw) throws ConfigException {
    if (!(raw instanceof Map<?, ?> written)) {
      throw new ConfigException(path, "a mapping is needed, not " + raw);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    written.forEach((name, value) -> map.put(String.valueOf(name), value));
    return map;
  }

  private static String under(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A value that {@link #read} made, by its key. */
  static Object get(ConfigKey key, Settings settings) {
    String name = key.name();
    return switch (key.kind()) {
      case TEXT, CHOICE -> settings.text(name);
      case INTEGER -> settings.integer(name);
      case SIZE -> settings.size(name);
      case DECIMAL, RATE, PERCENT -> settings.decimal(name);
      case FLAG -> settings.flag(name);
      case DURATION -> settings.duration(name);
      case FILE -> settings.file(name);
      case TEXTS -> settings.texts(name);
      case SECTION -> settings.section(name);
      case SECTIONS -> settings.sections(name);
      case NAMED_SECTIONS -> settings.namedSections(name);
    };
  }
}
