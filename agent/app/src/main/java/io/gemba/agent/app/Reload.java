package io.gemba.agent.app;

import io.gemba.agent.app.status.ConfigState;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.ConfigProblem;
import io.gemba.agent.core.config.ConfigProblemsException;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.hal.spi.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up a changed configuration file, or refuses it and keeps the last good one. Safe for
 * several threads.
 */
final class Reload {
  private static final Logger log = LoggerFactory.getLogger(Reload.class);

  private final Path file;
  private final Loader loader;
  private final Target agent;
  private @Nullable FileTime read;
  private Instant loaded = Instant.now();
  private List<String> problems = List.of();

  /** Reads and checks a file. */
  interface Loader {
    AgentConfig load(Path file) throws ConfigProblemsException, IOException;
  }

  /** What runs by a configuration. */
  interface Target {
    AgentConfig config();

    void apply(AgentConfig next) throws JournalException, ConfigException, IOException;
  }

  Reload(Path file, Loader loader, Target agent) {
    this.file = file;
    this.loader = loader;
    this.agent = agent;
    this.read = written();
  }

  /** Reads the file again; the problems that kept it from being taken up, or none. */
  synchronized List<String> now() {
    read = written();
    try {
      AgentConfig next = loader.load(file);
      problems = needsRestart(agent.config(), next);
      if (problems.isEmpty()) {
        agent.apply(next);
        loaded = Instant.now();
        log.info("the configuration {} is in force", file);
      }
    } catch (ConfigProblemsException e) {
      problems = e.problems().stream().map(ConfigProblem::toString).toList();
    } catch (ConfigException | JournalException | IOException e) {
      problems = List.of(file + ": " + e.getMessage());
    }
    problems.forEach(p -> log.error("the changed configuration is not taken up: {}", p));
    return problems;
  }

  /** Where the configuration stands. */
  synchronized ConfigState state() {
    FileTime now = written();
    return new ConfigState(file, loaded, now != null && !now.equals(read), problems);
  }

  private List<String> needsRestart(AgentConfig before, AgentConfig next) {
    List<String> changed = new ArrayList<>();
    if (!before.gateway().equals(next.gateway())) {
      changed.add("gateway");
    }
    if (!before.journal().equals(next.journal())) {
      changed.add("journal");
    }
    if (!before.page().equals(next.page())) {
      changed.add("gateway.page");
    }
    return changed.stream()
        .map(
            what ->
                file
                    + ": '"
                    + what
                    + "' changed, which only a new start takes up: sudo systemctl restart gemba")
        .toList();
  }

  private @Nullable FileTime written() {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return null; // it is being replaced, or gone: what runs is not concerned
    }
  }
}
