package io.gemba.agent.app;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.TrustKeeper;
import io.gemba.hal.spi.TrustKeeper.Exported;
import io.gemba.hal.spi.TrustKeeper.Own;
import io.gemba.hal.spi.TrustKeeper.Pki;
import io.gemba.hal.spi.TrustKeeper.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The certificates of all installed adapters that keep any. */
final class TrustLists {
  private final Map<TrustKeeper, Path> keepers = new LinkedHashMap<>();
  private final Set<String> configured;

  /**
   * One certificate and who keeps it.
   *
   * @param state the adapter's state directory
   */
  record Kept(TrustKeeper keeper, Path state, Shown shown) {}

  TrustLists(Installation installation, Optional<AgentConfig> config) {
    configured =
        config.stream()
            .flatMap(one -> one.devices().stream())
            .map(entry -> entry.device().name())
            .collect(Collectors.toUnmodifiableSet());
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

  /** A keeper that knows authorities, and its state directory. */
  record Authority(Pki keeper, Path state) {}

  /**
   * The one adapter here that knows authorities, revocation lists and renewal.
   *
   * @throws IOException when none is installed, or several are
   */
  Authority pki() throws IOException {
    List<Authority> found = new ArrayList<>();
    for (var entry : keepers.entrySet()) {
      if (entry.getKey() instanceof Pki pki) {
        found.add(new Authority(pki, PrivateFolders.make(entry.getValue())));
      }
    }
    if (found.size() != 1) {
      throw new IOException(
          found.isEmpty()
              ? "no installed adapter knows authorities; 'gemba adapters' shows what is installed"
              : "several installed adapters know authorities, and it is not clear whose is meant");
    }
    return found.getFirst();
  }

  /** Our own certificates, as far as they exist. */
  List<Own> own() throws IOException {
    List<Own> all = new ArrayList<>();
    for (var entry : keepers.entrySet()) {
      if (entry.getKey() instanceof Pki pki) {
        all.addAll(pki.own(entry.getValue()));
      }
    }
    return all;
  }

  /**
   * The devices of this name that somebody may accept a certificate for.
   *
   * @throws TrustChoice.UnclearException when the configuration has no such device
   */
  void requireDevices(Set<String> named) throws IOException, TrustChoice.UnclearException {
    Set<String> known = new TreeSet<>(configured);
    all().forEach(kept -> kept.shown().by().forEach(by -> known.add(by.device())));
    for (String device : named) {
      if (!known.contains(device)) {
        throw new TrustChoice.UnclearException(
            "there is no device '"
                + device
                + "'; these are known: "
                + (known.isEmpty() ? "none" : String.join(", ", known)));
      }
    }
  }
}
