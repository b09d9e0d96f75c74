package io.gemba.agent.app;

import io.gemba.agent.core.config.ConfigProblemsException;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.JournalReport;
import io.gemba.agent.core.journal.JournalStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code gemba journal …}: what the journal holds. */
@Command(
    name = "journal",
    description = "Shows what the journal holds.",
    subcommands = JournalCommand.Status.class)
final class JournalCommand {
  @ParentCommand private Main main = new Main();

  /** {@code gemba journal status}: asks the running agent, or reads the file when none runs. */
  @Command(
      name = "status",
      description =
          "Backlog per uplink, age, bytes, gaps; asks the running agent or reads the file.")
  static final class Status implements Callable<Integer> {
    @ParentCommand private JournalCommand journal = new JournalCommand();

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

    @Override
    public Integer call() throws IOException, JournalException {
      Path folder;
      try {
        folder =
            directory == null ? Installation.here().load(config).journal().directory() : directory;
      } catch (ConfigProblemsException e) {
        e.problems().forEach(System.err::println);
        return Main.USAGE;
      }
      Optional<String> running =
          ControlSocket.ask(
              folder, journal.main.json ? RunCommand.STATUS_JSON : RunCommand.STATUS_TEXT);
      if (running.isPresent()) {
        System.out.println(running.get().stripTrailing());
        return Main.FINE;
      }
      JournalStatus status = JournalReport.read(folder);
      System.out.println(
          journal.main.json ? StatusJson.of(status) : StatusText.of(status).stripTrailing());
      return Main.FINE;
    }
  }
}
