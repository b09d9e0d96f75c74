package io.gemba.agent.app;

import io.gemba.agent.app.status.Json;
import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.ConfigProblem;
import io.gemba.agent.core.config.ConfigProblemsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code gemba check}: says everything that is wrong with a configuration; touches no device. */
@Command(
    name = "check",
    description =
        "Checks a configuration and says everything that is wrong with it; touches no device.")
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();

  @Option(
      names = "--reference",
      description = "prints every key that may be written, instead of checking a file")
  private boolean reference;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "the configuration")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    Installation installation = Installation.here();
    installation.reportBrokenAdapters();
    if (reference) {
      System.out.println(installation.reference());
      return Main.FINE;
    }
    if (file == null) {
      System.err.println(
          "gemba check: which file? Write gemba check FILE, or gemba check --reference");
      return Main.USAGE;
    }
    try {
      AgentConfig config = installation.load(file);
      fine(config, file);
      return Main.FINE;
    } catch (ConfigProblemsException e) {
      wrong(e.problems());
      return Main.USAGE;
    }
  }

  private void fine(AgentConfig config, Path file) {
    int points = config.devices().stream().mapToInt(d -> d.config().points().size()).sum();
    if (main.json) {
      System.out.println(
          Json.of(
              json -> {
                json.writeStartObject();
                json.writeBooleanField("ok", true);
                json.writeNumberField("devices", config.devices().size());
                json.writeNumberField("points", points);
                json.writeNumberField("uplinks", config.uplinks().size());
                json.writeNumberField("lines", config.lines().size());
                json.writeEndObject();
              }));
    } else {
      System.out.printf(
          "%s: fine: %d devices, %d points, %d uplinks, %d lines%n",
          file, config.devices().size(), points, config.uplinks().size(), config.lines().size());
    }
  }

  private void wrong(List<ConfigProblem> problems) {
    if (!main.json) {
      problems.forEach(System.err::println);
      return;
    }
    System.out.println(
        Json.of(
            json -> {
              json.writeStartObject();
              json.writeBooleanField("ok", false);
              json.writeArrayFieldStart("problems");
              for (ConfigProblem problem : problems) {
                json.writeStartObject();
                json.writeStringField("file", problem.file());
                json.writeNumberField("line", problem.line());
                json.writeNumberField("column", problem.col());
                json.writeStringField("message", problem.message());
                json.writeStringField("suggestion", problem.suggestion());
                json.writeEndObject();
              }
              json.writeEndArray();
              json.writeEndObject();
            }));
  }
}
