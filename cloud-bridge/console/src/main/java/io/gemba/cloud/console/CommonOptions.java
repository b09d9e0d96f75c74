package io.gemba.cloud.console;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command of the console takes, and how it answers. Used by one thread. */
final class CommonOptions {
  /** It failed. */
  static final int FAILED = 1;

  /** Usage or configuration. */
  static final int USAGE = 2;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the console's YAML file")
  private Path config = Path.of("console.yaml");

  @Option(names = "--json", description = "print results as JSON, one object a line")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // picocli reads it to print the help
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this help")
  private boolean help;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  Path config() {
    return config;
  }

  boolean json() {
    return json;
  }

  /** Prints a result. */
  void say(String line) {
    PrintWriter out = commandLine().getOut();
    out.println(line);
    out.flush();
  }

  /** Prints what is wrong; the exit code to end with. */
  int failed(int code, List<String> problems) {
    if (json) {
      say(Json.line("problems", problems));
    } else {
      PrintWriter err = commandLine().getErr();
      problems.forEach(err::println);
      err.flush();
    }
    return code;
  }

  private CommandLine commandLine() {
    if (command == null) {
      throw new IllegalStateException("not run by picocli");
    }
    return command.commandLine();
  }
}
