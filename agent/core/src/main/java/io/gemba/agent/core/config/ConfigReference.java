package io.gemba.agent.core.config;

import io.gemba.cloud.spi.UplinkFactory;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints what a configuration may hold, from the same keys that check it. */
public final class ConfigReference {
  private final StringBuilder out = new StringBuilder();

  private ConfigReference() {}

  /** All keys as Markdown tables, one a section, adapters in the order of their names. */
  public static String markdown(Map<String, AdapterFactory> adapters, UplinkFactory uplinks) {
    ConfigReference reference = new ConfigReference();
    reference.print(new Schema(adapters, uplinks), new TreeMap<>(adapters));
    return reference.out.toString();
  }

  private void print(Schema schema, Map<String, AdapterFactory> adapters) {
    out.append("# Configuration reference\n\n");
    out.append("Durations `250ms 5s 10min 2h 30d`, sizes `512KiB 512MiB 2GiB`, rates `20000/s`, ");
    out.append("percentages `50%`. Files are relative to the configuration's folder. ");
    out.append("Keys that are not listed here are errors.\n");
    for (ConfigKey key : schema.top()) {
      if (key.name().equals("devices")) {
        adapters.forEach((name, a) -> device(key, name, schema.deviceKeys(a)));
      } else {
        section(path(key), key.doc(), key.keys());
      }
      if (key.name().equals("lines")) {
        new TreeMap<>(Schema.STATE_KEYS)
            .forEach((from, keys) -> state(path(key), from, Schema.stateKeys(keys)));
      }
    }
  }

  private void device(ConfigKey devices, String adapter, List<ConfigKey> keys) {
    section(path(devices) + "` with `adapter: " + adapter, devices.doc(), keys);
  }

  private void state(String lines, String from, List<ConfigKey> keys) {
    section(lines + ".state` with `from: " + from, Schema.STATE.doc(), keys);
  }

  private void section(String title, String doc, List<ConfigKey> keys) {
    out.append("\n## `").append(title).append("`\n\n").append(plain(doc)).append(".\n\n");
    out.append("| key | value | default | what |\n|---|---|---|---|\n");
    rows("", keys);
  }

  private void rows(String prefix, List<ConfigKey> keys) {
    for (ConfigKey key : keys) {
      out.append("| `").append(prefix).append(key.name()).append("` | ");
      out.append(cell(value(key))).append(" | ");
      String text = key.defaultText();
      out.append(key.required() ? "**required**" : text == null ? "" : "`" + text + "`");
      out.append(" | ").append(cell(plain(key.doc()))).append(" |\n");
      if (!key.equals(Schema.STATE)) {
        rows(prefix + path(key) + ".", key.keys());
      }
    }
  }

  private static String path(ConfigKey key) {
    return switch (key.kind()) {
      case NAMED_SECTIONS -> key.name() + ".NAME";
      case SECTIONS -> key.name() + "[]";
      default -> key.name();
    };
  }

  private static String value(ConfigKey key) {
    if (key.kind() == Kind.CHOICE) {
      return "`" + String.join("`, `", key.choices()) + "`";
    }
    String range = Figures.range(key);
    String kind =
        switch (key.kind()) {
          case TEXT -> "text";
          case INTEGER -> "whole number";
          case DECIMAL -> "number";
          case FLAG -> "`true`, `false`";
          case DURATION -> "duration";
          case SIZE -> "size";
          case RATE -> "rate";
          case PERCENT -> "percentage";
          case FILE -> "file";
          case TEXTS -> "list of texts";
          case SECTION -> "keys";
          case SECTIONS -> "list of keys";
          case NAMED_SECTIONS -> "keys by name";
          case CHOICE -> throw new IllegalStateException("handled above");
        };
    return range.isEmpty() ? kind : kind + ", " + range;
  }

  /** Whoever wrote the keys may have ended the sentence or not. */
  static String plain(String doc) {
    return doc.endsWith(".") ? doc.substring(0, doc.length() - 1) : doc;
  }

  /** A bar would end the cell. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
