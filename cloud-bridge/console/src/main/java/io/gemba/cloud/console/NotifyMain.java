package io.gemba.cloud.console;

import io.gemba.cloud.console.config.ConfigException;
import io.gemba.cloud.console.config.ConfigReader;
import io.gemba.cloud.console.notify.NotifyConfig;
import io.gemba.cloud.console.notify.TestMessage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gemba console notify test CHANNEL}: tries a channel without a running console. */
@Command(
    name = "gemba console notify",
    description = "Sends a test message through a channel of the console's file, at once.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the other side has it", "1:it does not", "2:usage or configuration"})
final class NotifyMain implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "test", description = "`test` is all there is")
  private String what = "";

  @Parameters(index = "1", paramLabel = "CHANNEL", description = "name under `notify.channels`")
  private String channel = "";

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

  @Spec private @Nullable CommandSpec spec;

  static int run(String... args) {
    return new CommandLine(new NotifyMain()).execute(args);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!what.equals("test")) {
      return failed(2, List.of("`" + what + "` is nothing to do — write `test CHANNEL`"));
    }
    NotifyConfig read;
    try {
      ConfigReader.read(config);
      read = ConfigReader.readNotify(config);
    } catch (ConfigException e) {
      return failed(2, e.problems());
    }
    if (read.channels().stream().noneMatch(c -> c.name().equals(channel))) {
      List<String> names = read.channels().stream().map(c -> c.name()).toList();
      String known = names.isEmpty() ? "none is described" : String.join(", ", names);
      return failed(2, List.of("no channel `" + channel + "` — known: " + known));
    }
    Optional<String> problem = TestMessage.send(read, channel, ConsoleClock.system());
    if (problem.isPresent()) {
      return failed(1, List.of(channel + ": " + problem.get()));
    }
    out(json ? Json.line("sent", List.of(channel)) : channel + ": the test message was taken");
    return 0;
  }

  private int failed(int code, List<String> problems) {
    if (json) {
      out(Json.line("problems", problems));
    } else {
      PrintWriter err = commandLine().getErr();
      problems.forEach(err::println);
      err.flush();
    }
    return code;
  }

  private void out(String line) {
    PrintWriter out = commandLine().getOut();
    out.println(line);
    out.flush();
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("not run by picocli");
    }
    return spec.commandLine();
  }
}
