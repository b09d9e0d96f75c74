package io.gemba.hal.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The checked values of a set of {@link ConfigKey}s, defaults filled in. Reading a key that is
 * neither set nor has a default throws {@link NoSuchElementException}: ask {@link #has} or use
 * {@link #optionalText} first. Immutable.
 */
public final class Settings {
  private final Map<String, Object> values;

  /**
   * Wraps values that are already of the type their {@link ConfigKey.Kind} names.
   *
   * @param values by key; keys that were left out and have no default are absent
   */
  public Settings(Map<String, ?> values) {
    this.values = Map.copyOf(new LinkedHashMap<>(values));
  }

  /** Whether the key is set or has a default. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** The value of a TEXT or CHOICE. */
  public String text(String key) {
    return get(key, String.class);
  }

  /** The value of a TEXT or CHOICE, if there is one. */
  public Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  /** The value of an INTEGER. */
  public long integer(String key) {
    return get(key, Long.class);
  }

  /** The value of a DECIMAL, a RATE (per second) or a PERCENT (0 to 1). */
  public double decimal(String key) {
    return get(key, Double.class);
  }

  /** The value of a FLAG. */
  public boolean flag(String key) {
    return get(key, Boolean.class);
  }

  /** The value of a DURATION. */
  public Duration duration(String key) {
    return get(key, Duration.class);
  }

  /** The value of a SIZE, in bytes. */
  public long size(String key) {
    return get(key, Long.class);
  }

  /** The value of a FILE, absolute. */
  public Path file(String key) {
    return get(key, Path.class);
  }

  /** The value of a FILE, if there is one. */
  public Optional<Path> optionalFile(String key) {
    return has(key) ? Optional.of(file(key)) : Optional.empty();
  }

  /** The values of TEXTS; empty when left out. */
  @SuppressWarnings("unchecked")
  public List<String> texts(String key) {
    return has(key) ? get(key, List.class) : List.of();
  }

  /** The value of a SECTION; an empty one when left out. */
  public Settings section(String key) {
    return has(key) ? get(key, Settings.class) : new Settings(Map.of());
  }

  /** The values of SECTIONS; empty when left out. */
  @SuppressWarnings("unchecked")
  public List<Settings> sections(String key) {
    return has(key) ? get(key, List.class) : List.of();
  }

  /** The values of NAMED_SECTIONS in the order of the file; empty when left out. */
  @SuppressWarnings("unchecked")
  public Map<String, Settings> namedSections(String key) {
    return has(key) ? get(key, Map.class) : Map.of();
  }

  private <T> T get(String key, Class<T> type) {
    Object value = values.get(key);
    if (value == null) {
      throw new NoSuchElementException("no value and no default for key '" + key + "'");
    }
    return type.cast(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings settings && values.equals(settings.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
