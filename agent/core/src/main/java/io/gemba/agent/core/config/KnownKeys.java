package io.gemba.agent.core.config;

import io.gemba.cloud.spi.UplinkFactory;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The names of all keys that take a value in a configuration, wherever they stand. */
public final class KnownKeys {
  private KnownKeys() {}

  /** Of the host, the uplink, and these adapters; without the names that users choose. */
  public static Set<String> of(Map<String, AdapterFactory> adapters, UplinkFactory uplinks) {
    Schema schema = new Schema(adapters, uplinks);
    Set<String> names = new TreeSet<>();
    collect(schema.top(), names);
    adapters.values().forEach(adapter -> collect(schema.deviceKeys(adapter), names));
    Schema.STATE_KEYS.values().forEach(keys -> collect(Schema.stateKeys(keys), names));
    return names;
  }

  private static void collect(List<ConfigKey> keys, Set<String> names) {
    for (ConfigKey key : keys) {
      boolean holdsKeys =
          switch (key.kind()) {
            case SECTION, SECTIONS, NAMED_SECTIONS -> !Schema.SHORT_FORMS.contains(key);
            default -> false;
          };
      if (!holdsKeys) {
        names.add(key.name());
      }
      collect(key.keys(), names);
    }
  }
}
