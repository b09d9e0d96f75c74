package io.gemba.agent.app;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.TrustKeeper;
import io.gemba.hal.spi.TrustKeeper.Exported;
import io.gemba.hal.spi.TrustKeeper.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The certificates of all installed adapters that keep any. */
final class TrustLists {
  private final Map<TrustKeeper, Path> keepers = new LinkedHashMap<>();

  /**
   * One certificate and who keeps it.
   *
   * @param state the adapter's state directory
   */
  record Kept(TrustKeeper keeper, Path state, Shown shown) {}

  TrustLists(Installation installation, Optional<AgentConfig> config) {
    Map<String, AdapterFactory> usable = AdapterLoader.usable(installation.adapters());
    usable.forEach(
        (name, factory) -> {
          if (factory instanceof TrustKeeper keeper) {
            keepers.put(keeper, AdapterState.of(config, name));
          }
        });
    if (keepers.isEmpty()) {
      installation.reportBrokenAdapters();
    }
  }

  /** All of them, the undecided first. */
  List<Kept> all() throws IOException {
    List<Kept> all = new ArrayList<>();
    for (var entry : keepers.entrySet()) {
      for (Shown shown : entry.getKey().certificates(entry.getValue())) {
        all.add(new Kept(entry.getKey(), entry.getValue(), shown));
      }
    }
    all.sort(Comparator.comparing(kept -> kept.shown().state()));
    return all;
  }

  /** Writes our own certificates into a folder that exists. */
  List<Exported> export(Path folder) throws IOException {
    List<Exported> exported = new ArrayList<>();
    for (var entry : keepers.entrySet()) {
      exported.add(entry.getKey().exportOwn(PrivateFolders.make(entry.getValue()), folder));
    }
    return exported;
  }
}
