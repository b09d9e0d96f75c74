package io.gemba.cloud.console;

import io.gemba.cloud.console.config.ConfigException;
import io.gemba.cloud.console.config.ConfigReader;
import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.config.Listen;
import io.gemba.cloud.console.notify.NotifyConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gemba console}: serves the line board until it is told to stop. */
@Command(
    name = "gemba console",
    description = "The managers' live line board: listens to MQTT brokers and serves a page.",
    footer = {
      "",
      "Accounts: gemba console user add|list|set|passwd|remove (see --help there)",
      "Messages: gemba console notify test CHANNEL --config FILE sends a test message"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:fine", "1:it failed", "2:usage or configuration"})
public final class ConsoleMain implements Callable<Integer> {
  /** Held, or their levels would be forgotten: the server's own chatter is of no use to people. */
  private static final List<Logger> SERVER_LOGS =
      List.of(Logger.getLogger("org.eclipse.jetty"), Logger.getLogger("io.javalin"));

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the console's YAML file")
  private Path config = Path.of("console.yaml");

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "where to serve instead of `console.listen`; port 0 takes any free one")
  private @Nullable String listen;

  @Option(names = "--json", description = "print results as JSON, one object a line")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // picocli reads it to print the help
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this help")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  private final CountDownLatch stop = new CountDownLatch(1);

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    if (System.getProperty("java.util.logging.SimpleFormatter.format") == null) {
      System.setProperty(
          "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
    }
    System.exit(run(args));
  }

  /** Runs the command; answers its exit code. */
  public static int run(String... args) {
    SERVER_LOGS.forEach(l -> l.setLevel(Level.WARNING));
    if (args.length > 0 && args[0].equals("notify")) {
      return NotifyMain.run(Arrays.copyOfRange(args, 1, args.length));
    }
    if (args.length > 0 && args[0].equals("user")) {
      return new CommandLine(new UserCommand()).execute(Arrays.copyOfRange(args, 1, args.length));
    }
    return new CommandLine(new ConsoleMain()).execute(args);
  }

  @Override
  public Integer call() {
    ConsoleConfig read;
    NotifyConfig notify;
    try {
      read = configuration();
      notify = ConfigReader.readNotify(config);
    } catch (ConfigException e) {
      return failed(2, e.problems());
    }
    try (Console console = Console.start(read, notify)) {
      Thread hook = new Thread(() -> stopAndWait(console), "console-stop");
      Runtime.getRuntime().addShutdownHook(hook);
      say(json ? Json.line("url", List.of(console.url())) : "Line board: " + console.url());
      stop.await();
      return 0;
    } catch (Doors.NoAccountException e) {
      return failed(2, List.of(config + ": " + e.getMessage()));
    } catch (IOException e) {
      return failed(1, List.of(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private void stopAndWait(Console console) {
    console.close();
    stop.countDown();
  }

  private ConsoleConfig configuration() throws ConfigException {
    ConsoleConfig read = ConfigReader.read(config);
    if (listen == null) {
      return read;
    }
    Listen elsewhere =
        Listen.parse(listen)
            .orElseThrow(
                () ->
                    new ConfigException(
                        List.of(
                            "--listen: `"
                                + listen
                                + "` is no address — write HOST:PORT: `127.0.0.1:8080`")));
    return read.listeningOn(elsewhere);
  }

  private int failed(int code, List<String> problems) {
    PrintWriter err = commandLine().getErr();
    if (json) {
      say(Json.line("problems", problems));
    } else {
      problems.forEach(err::println);
    }
    err.flush();
    return code;
  }

  private void say(String line) {
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
