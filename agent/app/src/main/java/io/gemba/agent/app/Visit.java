package io.gemba.agent.app;

import io.gemba.agent.app.doctor.Patient;
import io.gemba.agent.app.doctor.Tree;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.ConfigProblem;
import io.gemba.agent.core.config.ConfigProblemsException;
import io.gemba.hal.spi.TrustKeeper.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the doctor and the support bundle look at, gathered once.
 *
 * @param installation what is installed here
 * @param patient what the doctor looks at
 */
record Visit(Installation installation, Patient patient) {

  static Visit at(Path file) throws IOException {
    Installation installation = Installation.here();
    Optional<AgentConfig> config = Optional.empty();
    List<String> problems = List.of();
    try {
      config = Optional.of(installation.load(file));
    } catch (ConfigProblemsException e) {
      problems = e.problems().stream().map(ConfigProblem::toString).toList();
    }
    Map<String, String> broken = new LinkedHashMap<>();
    for (InstalledAdapter adapter : installation.adapters()) {
      if (adapter.problem() != null) {
        broken.put(adapter.name(), adapter.problem());
      }
    }
    return new Visit(
        installation,
        new Patient(
            file,
            config,
            problems,
            AdapterLoader.known(installation.adapters()),
            broken,
            certificates(installation, config),
            config.isPresent() ? agent(config.get().journal().directory()) : null,
            file.equals(AdapterState.USUAL_CONFIG) ? "" : " --config " + file));
  }

  private static List<Shown> certificates(Installation installation, Optional<AgentConfig> config)
      throws IOException {
    return config.isEmpty()
        ? List.of()
        : new TrustLists(installation, config).all().stream().map(TrustLists.Kept::shown).toList();
  }

  private static @Nullable Map<String, Object> agent(Path folder) {
    Optional<String> status = ControlSocket.ask(folder, AgentAnswers.STATUS_JSON);
    try {
      return status.isEmpty() || status.get().isBlank() ? null : Tree.parse(status.get());
    } catch (IOException e) {
      return null; // it was stopped in the middle of its answer
    }
  }
}
