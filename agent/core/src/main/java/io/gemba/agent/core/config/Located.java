package io.gemba.agent.core.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a value stands, and where what is inside it stands.
 *
 * @param at the value, or the key when there is no value to point at
 * @param sound whether reading it found no problem
 * @param inside by key, by name, or by index from "0"
 */
record Located(Place at, boolean sound, Map<String, Located> inside) {

  Located(Place at) {
    this(at, true, new LinkedHashMap<>());
  }

  /** The value that a dotted path leads to, or the innermost one that is there. */
  Located find(String path) {
    for (Map.Entry<String, Located> entry : inside.entrySet()) {
      String name = entry.getKey();
      if (path.equals(name)) {
        return entry.getValue();
      }
      // Names may hold dots themselves, so the path is matched, not split.
      if (path.startsWith(name + ".")) {
        return entry.getValue().find(path.substring(name.length() + 1));
      }
    }
    return this;
  }

  /** The same with more inside the value under a key. */
  Located with(String key, Map<String, Located> more) {
    Map<String, Located> within = new HashMap<>(find(key).inside());
    within.putAll(more);
    Map<String, Located> all = new LinkedHashMap<>(inside);
    all.put(key, new Located(find(key).at(), sound, within));
    return new Located(at, sound, all);
  }
}
