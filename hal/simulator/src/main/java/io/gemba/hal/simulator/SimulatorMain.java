package io.gemba.hal.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of the virtual plant. Exit codes: 0 fine, 1 it failed, 2 usage. */
@Command(
    name = "gemba simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    versionProvider = SimulatorMain.Version.class,
    description = {
      "A virtual plant: an OPC UA server with a PackML line, lamps, counters and faults on command.",
      "Durations are written 250ms, 2s, 10min, 8h."
    },
    footer = {"", "Words to type while it runs (also OPC UA methods under Plant/Control):"})
public final class SimulatorMain implements Callable<Integer> {

  // Kept, because java.util.logging forgets the level of a logger that nobody holds.
  private static final Logger MILO = Logger.getLogger("org.eclipse.milo");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--line",
      defaultValue = "molding/l3",
      description = "Area and line (${DEFAULT-VALUE}).")
  private String line = "";

  @Option(
      names = "--lines",
      defaultValue = "1",
      description = "How many lines: Press1, Press2 and on (${DEFAULT-VALUE}).")
  private int lines;

  @Option(
      names = "--port",
      defaultValue = "4840",
      description = "OPC UA port; 0 for any free one (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--bind",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (${DEFAULT-VALUE}).")
  private String bind = "";

  @Option(
      names = "--gpio-port",
      defaultValue = "-1",
      description = "Also offer the stack light and part pulse as a TCP feed; 0 for any free port.")
  private int gpioPort;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The same seed gives the same plant (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--speed",
      defaultValue = "1",
      description = "Time factor of the presses (${DEFAULT-VALUE}).")
  private double speed;

  @Option(
      names = "--ideal-cycle",
      defaultValue = "16s",
      converter = Durations.class,
      description = "Time of a perfect cycle (${DEFAULT-VALUE}).")
  private Duration idealCycle = Duration.ZERO;

  @Option(
      names = "--stops-every",
      defaultValue = "10min",
      converter = Durations.class,
      description = "Mean running time between stops, or never (${DEFAULT-VALUE}).")
  private Duration stopsEvery = Duration.ZERO;

  @Option(
      names = "--longest-stop",
      defaultValue = "15min",
      converter = Durations.class,
      description = "The longest natural stop (${DEFAULT-VALUE}).")
  private Duration longestStop = Duration.ZERO;

  @Option(
      names = "--reject-rate",
      defaultValue = "0.03",
      description = "Share of bad parts (${DEFAULT-VALUE}).")
  private double rejectRate;

  @Option(
      names = "--points",
      defaultValue = "0",
      description = "Load tags Load.Tag00001 and on (${DEFAULT-VALUE}).")
  private int points;

  @Option(
      names = "--interval",
      defaultValue = "1s",
      converter = Durations.class,
      description = "How often each load tag changes (${DEFAULT-VALUE}).")
  private Duration interval = Duration.ZERO;

  @Option(
      names = "--namespaces-before",
      defaultValue = "0",
      description = "Empty namespaces before the plant's, to shift its index.")
  private int namespacesBefore;

  @Option(
      names = "--directory",
      description = "Keeps the certificate and the trust list (default: a temporary folder).")
  private @Nullable Path directory;

  @Option(
      names = "--trust-clients",
      description =
          "Accept every client certificate unseen; else put those you trust into pki/trusted/certs of the directory.")
  private boolean trustClients;

  @Option(names = "--user", description = "A user to let in, beside anonymous ones.")
  private @Nullable String user;

  @Option(
      names = "--password-file",
      description = "The user's password, the first line of this file.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--truth",
      description = "Write what really happened to this file, as JSON lines.")
  private @Nullable Path truth;

  @Option(
      names = "--for",
      converter = Durations.class,
      description = "Stop by itself after so long.")
  private @Nullable Duration runFor;

  @Option(names = "--json", description = "Say what is ready as one line of JSON.")
  private boolean json;

  /** Runs until told to stop. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs until told to stop and returns the exit code. */
  public static int run(String... args) {
    MILO.setLevel(Level.WARNING);
    CommandLine command = new CommandLine(new SimulatorMain());
    command
        .getHelpSectionMap()
        .merge(
            CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER,
            help -> "",
            (footer, none) -> help -> footer.render(help) + FaultWords.HELP.indent(2));
    command.setParameterExceptionHandler(
        (wrong, given) -> {
          command.getErr().println("gemba simulate: " + wrong.getMessage() + "; see --help");
          return 2;
        });
    return command.execute(args);
  }

  @Override
  public Integer call() {
    PrintWriter err = spec().commandLine().getErr();
    PlantBuilder builder = describe();
    try {
      readPassword(builder);
    } catch (IOException e) {
      err.println("gemba simulate: cannot read the password file: " + e.getMessage());
      return 1;
    }
    CompletableFuture<Object> stopped = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Thread hook = new Thread(() -> stopCleanly(stopped, closed), "gemba-stop");
    try (SimulatedPlant plant = builder.start()) {
      Runtime.getRuntime().addShutdownHook(hook);
      announce(plant);
      Thread.ofPlatform().daemon().name("gemba-words").start(() -> listen(plant));
      await(CompletableFuture.anyOf(stopped, plant.failure()));
      return 0;
    } catch (IllegalArgumentException e) {
      err.println("gemba simulate: " + e.getMessage());
      return 2;
    } catch (IOException | ExecutionException e) {
      err.println("gemba simulate: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      stopped.complete("by itself"); // the hook finds that there is nothing left to do
      closed.complete(null);
    }
  }

  private PlantBuilder describe() {
    if ((user == null) != (passwordFile == null)) {
      throw new CommandLine.ParameterException(
          spec().commandLine(), "--user and --password-file belong together: give both or none");
    }
    PlantBuilder builder =
        SimulatedPlant.builder()
            .line(line)
            .lines(lines)
            .port(port)
            .bind(bind)
            .gpioPort(gpioPort)
            .seed(seed)
            .speed(speed)
            .idealCycle(idealCycle)
            .stopsEvery(stopsEvery)
            .longestStop(longestStop)
            .rejectRate(rejectRate)
            .load(points, interval)
            .namespacesBefore(namespacesBefore)
            .trustClients(trustClients)
            .onDie(() -> Runtime.getRuntime().halt(1));
    if (directory != null) {
      builder.directory(directory);
    }
    if (truth != null) {
      builder.truth(truth);
    }
    return builder;
  }

  private void readPassword(PlantBuilder builder) throws IOException {
    if (user != null && passwordFile != null) {
      builder.user(user, Files.readString(passwordFile).lines().findFirst().orElse(""));
    }
  }

  private void announce(SimulatedPlant plant) {
    PrintWriter out = spec().commandLine().getOut();
    String gpio =
        plant.gpioFeed().map(a -> a.getAddress().getHostAddress() + ":" + a.getPort()).orElse("");
    if (json) {
      String feed = gpio.isEmpty() ? "null" : TruthLog.quote(gpio);
      out.printf(
          "{\"event\":\"ready\",\"endpoint\":%s,\"gpio\":%s}%n",
          TruthLog.quote(plant.endpoint()), feed);
    } else {
      out.println("Simulated plant: " + plant.endpoint());
      if (!gpio.isEmpty()) {
        out.println("GPIO feed: " + gpio);
      }
    }
    out.flush();
  }

  // Answers go to stderr, so that stdout holds nothing but what is ready.
  private void listen(SimulatedPlant plant) {
    PrintWriter err = spec().commandLine().getErr();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))) {
      for (String said = in.readLine(); said != null; said = in.readLine()) {
        err.println(answer(plant, said));
        err.flush();
      }
    } catch (IOException e) {
      err.println("no more words are heard: " + e.getMessage());
    }
  }

  private static String answer(SimulatedPlant plant, String said) {
    try {
      return plant.say(said);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return "not done: " + e.getMessage();
    }
  }

  private void await(CompletableFuture<Object> end)
      throws InterruptedException, ExecutionException {
    try {
      if (runFor == null) {
        end.get();
      } else {
        end.get(runFor.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException e) {
      end.complete("the time is over");
    }
  }

  // A stop that was asked for is no failure, hence 0 instead of the 143 that Java would give.
  private static void stopCleanly(
      CompletableFuture<Object> stopped, CompletableFuture<Void> closed) {
    if (stopped.complete("from outside")) {
      closed.completeOnTimeout(null, 8, TimeUnit.SECONDS).join();
      Runtime.getRuntime().halt(0);
    }
  }

  /** The version of this jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = SimulatorMain.class.getPackage().getImplementationVersion();
      return new String[] {"gemba simulate " + (version == null ? "(from source)" : version)};
    }
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("runs through the command line only");
    }
    return spec;
  }
}
