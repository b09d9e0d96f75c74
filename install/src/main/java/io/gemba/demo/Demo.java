package io.gemba.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Plant, agent and line board as processes, the broker in this one. Closing ends them all; a
 * shutdown hook does so too, hence close may come from two threads.
 */
final class Demo implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final long LOOK_EVERY_MS = 500;
  private static final Pattern READY =
      Pattern.compile(".*\"endpoint\":\"([^\"]+)\".*\"gpio\":\"([^\"]+)\".*");

  private final Options options;
  private final Path launcher;
  private final Path folder;
  private final List<Part> parts = new ArrayList<>(); // guarded by itself

  Demo(Options options, Path launcher) throws IOException {
    this.options = options;
    this.launcher = launcher;
    this.folder = Files.createTempDirectory("gemba-demo");
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "demo-stop"));
  }

  /** Starts everything, says where to look, and watches; answers the exit code. */
  int run() throws IOException, InterruptedException {
    String page = "http://127.0.0.1:" + options.port();
    start();
    LineWatch watch = new LineWatch(page);
    long started = System.nanoTime();
    while (!watch.look()) {
      if (System.nanoTime() - started > START_LIMIT.toNanos() || !allAlive()) {
        System.err.println("demo: no live line reached the board");
        explain();
        return 1;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
    }
    System.out.println("Line board: " + page);
    System.out.flush();
    return watch(watch);
  }

  private void start() throws IOException {
    System.err.println("demo: starting broker, virtual plant, agent and line board");
    Part plant =
        start(
            "simulator",
            "simulate",
            "--json",
            "--port",
            "0",
            "--gpio-port",
            "0",
            "--ideal-cycle",
            "2s",
            "--stops-every",
            "45s",
            "--longest-stop",
            "20s");
    String broker = Broker.start(folder.resolve("broker")).url();
    String ready = plant.line();
    Matcher where = READY.matcher(ready == null ? "" : ready);
    if (!where.matches()) {
      throw new IOException("the virtual plant did not start:\n  " + plant.lastWords());
    }
    plant.drain();
    Path console = folder.resolve("console.yaml");
    Files.writeString(console, Plans.console(broker, options.port()));
    Path agent = folder.resolve("gemba.yaml");
    Files.writeString(agent, Plans.agent(broker, where.group(1), where.group(2), Instant.now()));
    start("console", "console", "--config", console.toString()).drain();
    start("agent", "run", "--config", agent.toString()).drain();
  }

  private Part start(String name, String... arguments) throws IOException {
    Part part = Part.start(name, folder, launcher, arguments);
    synchronized (parts) {
      parts.add(part);
    }
    return part;
  }

  private int watch(LineWatch watch) throws InterruptedException {
    long end = System.nanoTime() + options.runFor().orElse(Duration.ofDays(36_500)).toNanos();
    watch.begin();
    do {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
      watch.look();
      if (!allAlive()) {
        explain();
        return 1;
      }
    } while (System.nanoTime() - end < 0);
    System.err.println("demo: " + watch.summary());
    return watch.wasLive() ? 0 : 1;
  }

  private boolean allAlive() {
    synchronized (parts) {
      return parts.stream().allMatch(Part::isAlive);
    }
  }

  private void explain() {
    synchronized (parts) {
      for (Part part : parts) {
        System.err.println(part.name() + (part.isAlive() ? ":" : " has ended:"));
        System.err.println("  " + part.lastWords());
      }
    }
  }

  /** Ends every part and removes what they wrote. */
  @Override
  public void close() {
    synchronized (parts) {
      parts.forEach(Part::stop);
      try {
        for (Part part : parts) {
          if (!part.awaitEnd(8)) {
            System.err.println("demo: " + part.name() + " had to be killed");
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      parts.clear();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // Gone already: close comes twice.
    }
  }
}
