package io.gemba.agent.app;

import io.gemba.agent.app.status.Json;
import io.gemba.agent.core.config.ConfigProblem;
import io.gemba.agent.core.config.ConfigProblemsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code gemba reload}: the running agent takes up its changed configuration. */
@Command(
    name = "reload",
    description = {
      "Makes the running agent take up its changed configuration: only what changed begins anew.",
      "A wrong file changes nothing: the agent keeps the last good one."
    })
final class ReloadCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "/etc/gemba/gemba.yaml",
      description = "the agent's configuration (default: ${DEFAULT-VALUE})")
  private Path config = Path.of("gemba.yaml");

  @Override
  public Integer call() throws IOException {
    List<String> problems;
    try {
      problems = ask(Installation.here().load(config).journal().directory());
    } catch (ConfigProblemsException e) {
      return tell(e.problems().stream().map(ConfigProblem::toString).toList(), Main.USAGE);
    }
    if (problems == null) {
      System.err.println(
          "gemba: no agent runs with this configuration, or it belongs to another user: try sudo");
      return Main.FAILED;
    }
    return tell(problems, problems.isEmpty() ? Main.FINE : Main.FAILED);
  }

  /** The problems; null when no agent runs. */
  private static @Nullable List<String> ask(Path folder) throws IOException {
    try (BufferedReader answer = ControlSocket.stream(folder, AgentAnswers.RELOAD)) {
      if (answer == null) {
        return null;
      }
      List<String> problems = new ArrayList<>();
      for (String line = answer.readLine(); line != null; line = answer.readLine()) {
        if (line.equals(JournalQuestions.END)) {
          return problems;
        }
        problems.add(line);
      }
      throw new IOException("the agent did not answer to the end: see its log");
    }
  }

  private int tell(List<String> problems, int code) {
    if (main.json) {
      System.out.println(
          Json.of(
              json -> {
                json.writeStartObject();
                json.writeBooleanField("ok", problems.isEmpty());
                json.writeArrayFieldStart("problems");
                for (String problem : problems) {
                  json.writeString(problem);
                }
                json.writeEndArray();
                json.writeEndObject();
              }));
    } else if (problems.isEmpty()) {
      System.out.println(config + " is in force");
    } else {
      problems.forEach(System.err::println);
    }
    return code;
  }
}
