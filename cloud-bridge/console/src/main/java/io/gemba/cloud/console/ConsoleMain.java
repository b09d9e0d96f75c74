package io.gemba.cloud.console;

import io.gemba.cloud.console.config.ConfigException;
import io.gemba.cloud.console.config.ConfigReader;
import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.config.Listen;
import io.gemba.cloud.console.notify.NotifyConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "where to serve instead of `console.listen`; port 0 takes any free one")
  private @Nullable String listen;

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
      notify = ConfigReader.readNotify(common.config());
    } catch (ConfigException e) {
      return common.failed(CommonOptions.USAGE, e.problems());
    }
    try (Console console = Console.start(read, notify)) {
      Thread hook = new Thread(() -> stopAndWait(console), "console-stop");
      Runtime.getRuntime().addShutdownHook(hook);
      common.say(
          common.json()
              ? Json.line("url", List.of(console.url()))
              : "Line board: " + console.url());
      stop.await();
      return 0;
    } catch (Doors.NoAccountException e) {
      return common.failed(CommonOptions.USAGE, List.of(common.config() + ": " + e.getMessage()));
    } catch (IOException e) {
      return common.failed(CommonOptions.FAILED, List.of(String.valueOf(e.getMessage())));
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
    ConsoleConfig read = ConfigReader.read(common.config());
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
}
