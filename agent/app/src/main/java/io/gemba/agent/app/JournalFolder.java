package io.gemba.agent.app;

import io.gemba.agent.core.config.ConfigProblemsException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which journal a command is about: options that every {@code gemba journal} command takes. */
final class JournalFolder {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "/etc/gemba/gemba.yaml",
      description = "the agent's configuration (default: ${DEFAULT-VALUE})")
  private Path config = Path.of("gemba.yaml");

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "the journal's folder, instead of --config")
  private @Nullable Path directory;

  /** The folder; null when the configuration is wrong, which was said then. */
  @Nullable Path find() throws IOException {
    try {
      return directory == null ? Installation.here().load(config).journal().directory() : directory;
    } catch (ConfigProblemsException e) {
      e.problems().forEach(System.err::println);
      return null;
    }
  }
}
