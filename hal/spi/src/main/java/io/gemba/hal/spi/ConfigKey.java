package io.gemba.hal.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key that a configuration may hold, described: validation, documentation and forms all come
 * from here.
 *
 * @param name the key as written: lower-case letters, digits, hyphens
 * @param kind what its value looks like
 * @param doc one sentence for the person who fills it in
 * @param required whether leaving it out is an error
 * @param defaultText the value that stands when it is left out, as it would be written; null = none
 * @param choices the allowed words of a {@link Kind#CHOICE}
 * @param min smallest allowed number (INTEGER, DECIMAL; for DURATION in milliseconds, SIZE in
 *     bytes)
 * @param max largest allowed number
 * @param keys what a {@link Kind#SECTION}, {@link Kind#SECTIONS} or {@link Kind#NAMED_SECTIONS} may
 *     hold
 */
public record ConfigKey(
    String name,
    Kind kind,
    String doc,
    boolean required,
    @Nullable String defaultText,
    List<String> choices,
    double min,
    double max,
    List<ConfigKey> keys) {

  /** What a value looks like, and the Java type {@link Settings} gives back. */
  public enum Kind {
    /** Any text; {@link String}. */
    TEXT,
    /** A whole number; {@link Long}. */
    INTEGER,
    /** A number; {@link Double}. */
    DECIMAL,
    /** true or false; {@link Boolean}. */
    FLAG,
    /** {@code 250ms 5s 10min 2h 30d}; {@link java.time.Duration}. */
    DURATION,
    /** {@code 512KiB 512MiB 2GiB} or plain bytes; {@link Long} bytes. */
    SIZE,
    /** {@code 20000/s}; {@link Double} per second. */
    RATE,
    /** {@code 50%}; {@link Double} between 0 and 1. */
    PERCENT,
    /** One of {@link ConfigKey#choices}; {@link String}. */
    CHOICE,
    /** A file; relative ones start from the configuration's folder; {@link java.nio.file.Path}. */
    FILE,
    /** Several texts; {@code List<String>}. */
    TEXTS,
    /** A mapping with keys of its own; {@link Settings}. */
    SECTION,
    /** A list of such mappings; {@code List<Settings>}. */
    SECTIONS,
    /** A mapping from names the user chooses to such mappings; {@code Map<String, Settings>}. */
    NAMED_SECTIONS
  }

  public ConfigKey {
    choices = List.copyOf(choices);
    keys = List.copyOf(keys);
  }

  /** An optional key of a kind. */
  public static ConfigKey of(String name, Kind kind, String doc) {
    return new ConfigKey(
        name,
        kind,
        doc,
        false,
        null,
        List.of(),
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        List.of());
  }

  /** An optional key that takes one of a few words. */
  public static ConfigKey choice(String name, String doc, List<String> choices) {
    return new ConfigKey(name, Kind.CHOICE, doc, false, null, choices, 0, 0, List.of());
  }

  /** An optional mapping with keys of its own. */
  public static ConfigKey section(String name, String doc, List<ConfigKey> keys) {
    return of(name, Kind.SECTION, doc).holding(keys);
  }

  /** The same key, required. */
  public ConfigKey mandatory() {
    return new ConfigKey(name, kind, doc, true, null, choices, min, max, keys);
  }

  /** The same key with a value that stands when it is left out, as it would be written. */
  public ConfigKey orElse(String text) {
    return new ConfigKey(name, kind, doc, false, text, choices, min, max, keys);
  }

  /**
   * The same key, its number bounded (both inclusive; durations in milliseconds, sizes in bytes).
   */
  public ConfigKey between(double smallest, double largest) {
    return new ConfigKey(name, kind, doc, required, defaultText, choices, smallest, largest, keys);
  }

  /** The same key holding keys of its own (SECTION, SECTIONS, NAMED_SECTIONS). */
  public ConfigKey holding(List<ConfigKey> inner) {
    return new ConfigKey(name, kind, doc, required, defaultText, choices, min, max, inner);
  }
}
