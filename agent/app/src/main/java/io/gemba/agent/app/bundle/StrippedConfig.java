package io.gemba.agent.app.bundle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A configuration as others may see it: values stay only under keys that this installation knows
 * and whose names do not smell of a secret. Comments go, for they hold what was commented out; a
 * typo goes, for nobody knows what it was meant to be.
 */
public final class StrippedConfig {
  private static final Pattern SECRET =
      Pattern.compile("pass|pwd|secret|token|credential|psk|pin$|auth|key$|private|cookie|seed");

  private final Set<String> known;
  private final Redaction redaction;

  /**
   * Keeps what stands under these keys.
   *
   * @param known the names of all keys that this installation understands
   */
  public StrippedConfig(Set<String> known, Redaction redaction) {
    this.known = known;
    this.redaction = redaction;
  }

  /** As YAML; only a sentence where the file cannot be read as YAML. */
  public String of(String yaml) {
    try {
      Object all = new Load(LoadSettings.builder().build()).loadFromString(yaml);
      DumpSettings settings =
          DumpSettings.builder()
              .setDefaultFlowStyle(FlowStyle.BLOCK)
              .setDereferenceAliases(true)
              .build();
      return new Dump(settings).dumpToString(strip(all, false));
    } catch (YamlEngineException | StackOverflowError e) {
      return "# The file is no YAML, so nothing of it is here: gemba check tells what is wrong.\n";
    }
  }

  private @Nullable Object strip(@Nullable Object value, boolean keep) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> map(map);
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : list) {
          items.add(strip(item, keep));
        }
        yield items;
      }
      default -> scalar(value, keep);
    };
  }

  private Object map(Map<?, ?> map) {
    Map<String, @Nullable Object> stripped = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          boolean keep =
              known.contains(name) && !SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
          stripped.put(redaction.of(name), strip(value, keep));
        });
    return stripped;
  }

  private Object scalar(Object value, boolean keep) {
    if (!keep) {
      return Redaction.HIDDEN;
    }
    return value instanceof String text ? redaction.of(text) : value;
  }
}
