package io.gemba.agent.app;

import io.gemba.agent.app.status.StatusJson;
import io.gemba.agent.app.status.StatusText;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.agent.core.journal.JournalReport;
import io.gemba.agent.core.journal.JournalStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code gemba journal …}: what the journal holds. */
@Command(
    name = "journal",
    description = "Shows, exports and checks what the journal holds.",
    subcommands = {
      JournalCommand.Status.class,
      ExportCommand.class,
      VerifyCommand.class,
      RetryCommand.class
    })
final class JournalCommand {
  @ParentCommand private Main main = new Main();

  boolean json() {
    return main.json;
  }

  /** {@code gemba journal status}: asks the running agent, or reads the file when none runs. */
  @Command(
      name = "status",
      description =
          "Backlog per uplink, age, bytes, gaps; asks the running agent or reads the file.")
  static final class Status implements Callable<Integer> {
    @ParentCommand private JournalCommand journal = new JournalCommand();
    @Mixin private JournalFolder where = new JournalFolder();

    @Override
    public Integer call() throws IOException, JournalException {
      Path folder = where.find();
      if (folder == null) {
        return Main.USAGE;
      }
      Optional<String> running =
          ControlSocket.ask(
              folder, journal.json() ? AgentAnswers.STATUS_JSON : AgentAnswers.STATUS_TEXT);
      if (running.isPresent()) {
        System.out.println(running.get().stripTrailing());
        return Main.FINE;
      }
      JournalStatus status = JournalReport.read(folder);
      System.out.println(
          journal.json() ? StatusJson.of(status) : StatusText.of(status).stripTrailing());
      return Main.FINE;
    }
  }
}
