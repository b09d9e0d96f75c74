package io.gemba.agent.app;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.ConfigProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where adapters keep what must survive: beside the journal of a configuration or, for a person who
 * looks around without one, in that person's own folder.
 */
final class AdapterState {
  /** Where the packaged agent has its configuration. */
  static final Path USUAL_CONFIG = Path.of("/etc/gemba/gemba.yaml");

  private AdapterState() {}

  /** The folder of one adapter. */
  static Path of(AgentConfig config, String adapter) {
    return config.journal().directory().resolve("adapters").resolve(adapter);
  }

  /** The folder of one adapter; without a configuration {@code ~/.local/state/gemba/adapters/…}. */
  static Path of(Optional<AgentConfig> config, String adapter) {
    if (config.isPresent()) {
      return of(config.get(), adapter);
    }
    String home = Objects.requireNonNullElse(System.getProperty("user.home"), ".");
    String state =
        Objects.requireNonNullElse(System.getenv("XDG_STATE_HOME"), home + "/.local/state");
    return Path.of(state, "gemba", "adapters", adapter);
  }

  /**
   * The configuration that was named; else the usual one, if there is one.
   *
   * @throws ConfigProblemsException when it is wrong
   */
  static Optional<AgentConfig> config(Installation installation, @Nullable Path named)
      throws IOException, ConfigProblemsException {
    if (named != null) {
      return Optional.of(installation.load(named));
    }
    return Files.exists(USUAL_CONFIG)
        ? Optional.of(installation.load(USUAL_CONFIG))
        : Optional.empty();
  }
}
