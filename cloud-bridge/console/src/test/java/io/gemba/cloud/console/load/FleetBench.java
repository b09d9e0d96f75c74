package io.gemba.cloud.console.load;

import io.gemba.cloud.console.Await;
import io.gemba.cloud.console.ConsoleMain;
import io.gemba.cloud.console.Postgres;
import io.gemba.cloud.console.config.StorageConfig.Database;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code FleetBench FOLDER [GATEWAYS [POINTS [SECONDS]]]}: PostgreSQL, mosquitto, one console and a
 * simulated fleet, each a process of its own on this machine. Prints how old the page was, what
 * memory and processor each took, and whether the rows are what was sent.
 */
final class FleetBench implements AutoCloseable {
  private static final String CLAIMED =
      "SELECT COALESCE(SUM(last-first+1), 0)::bigint FROM received";
  private static final long PATIENCE_NS = 20_000_000_000L;

  /** With the limits that the README names for a fleet. */
  private static final String BROKER =
      """
      listener %d 127.0.0.1
      allow_anonymous true
      user root
      sys_interval 1
      max_queued_messages 0
      max_queued_bytes 2000000000
      """;

  private final Path folder;
  private final Postgres postgres;
  private final List<Process> processes = new ArrayList<>();

  /** In a folder that holds no other bench's database. */
  FleetBench(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder.toAbsolutePath());
    Path own = Files.createDirectory(folder.resolve("postgres"));
    String settings =
        "shared_buffers=1GB max_wal_size=8GB checkpoint_timeout=15min wal_compression=lz4"
            + " synchronous_commit=on";
    String[] options =
        Stream.of(settings.split(" ")).flatMap(s -> Stream.of("-c", s)).toArray(String[]::new);
    postgres = new Postgres(own, options);
  }

  /** Runs it and prints its figures; ends with 1 when a row is missing, too many or another. */
  public static void main(String[] args) throws Exception {
    String[] load = String.join(" ", args).strip().split("\\s+");
    Path folder = Path.of(load[0]);
    if (Files.exists(folder.resolve("postgres"))) {
      System.err.println(folder + " holds the database of another run: take another folder");
      System.exit(2);
    }
    FleetBench bench = new FleetBench(folder);
    Runtime.getRuntime().addShutdownHook(new Thread(bench::close));
    Result result = bench.run(of(load, 1, 1_000), of(load, 2, 100), of(load, 3, 60));
    System.exit(result.complete() ? 0 : 1);
  }

  private static int of(String[] load, int i, int otherwise) {
    return load.length > i ? Integer.parseInt(load[i]) : otherwise;
  }

  /**
   * What a run has shown.
   *
   * @param claimed numbers that the history says it has
   * @param whole devices that have one range of numbers, from the first sent to the last
   */
  record Result(Sent sent, Sent stored, long claimed, long gateways, long whole) {
    /** Whether every row that was sent is there, once, and nothing else. */
    boolean complete() {
      return sent.samples() > 0
          && sent.equals(stored)
          && claimed == sent.samples()
          && whole == gateways;
    }

    @Override
    public String toString() {
      return "%s%nrows: %s%nclaimed %d; %d of %d devices without a hole: %s"
          .formatted(sent, stored, claimed, whole, gateways, complete() ? "complete" : "WRONG");
    }
  }

  Result run(int gateways, int points, int seconds) throws Exception {
    try (Connection c = postgres.connect("postgres");
        Statement s = c.createStatement()) {
      s.execute("CREATE DATABASE fleet");
    }
    int port = mosquitto();
    String url = console(postgres.database("fleet"), port);
    try (Connection rows = postgres.connect("fleet")) {
      return measure(rows, url, port, gateways, points, seconds);
    }
  }

  private Result measure(
      Connection rows, String url, int port, int gateways, int points, int seconds)
      throws Exception {
    Watch watch = new Watch();
    watch.add("mosquitto", processes.get(0));
    watch.add("console", processes.get(1));
    Process load =
        java(
            "load",
            "-Xmx256m",
            FleetLoad.class,
            "mqtt://127.0.0.1:" + port,
            String.valueOf(gateways),
            String.valueOf(points),
            String.valueOf(seconds));
    watch.add("load", load);
    watch.addTree("postgres", postgres.process());
    try (Page page = new Page(url)) {
      while (!load.waitFor(10, java.util.concurrent.TimeUnit.SECONDS)) {
        System.out.println(Instant.now() + " " + page.figures() + "; " + watch.figures());
      }
      System.out.println(Instant.now() + " " + page.figures() + "; " + watch.figures());
      System.out.println(page.summary());
    }
    String said = Files.readString(folder.resolve("load.log"));
    System.out.println(said.strip());
    Sent sent = Sent.said(said);
    settle(rows, sent.samples());
    System.out.println(watch.summary());
    System.out.println("dropped by mosquitto: " + dropped(port));
    Result result =
        new Result(
            sent, Sent.stored(rows), ask(rows, CLAIMED), gateways, whole(rows, points, seconds));
    System.out.println(result);
    return result;
  }

  /** Waits until rows are all there, or have stopped to become more. */
  private static void settle(Connection rows, long sent) throws Exception {
    long since = System.nanoTime();
    long stored = ask(rows, CLAIMED);
    long grew = since;
    while (stored < sent && System.nanoTime() - grew < PATIENCE_NS) {
      Thread.sleep(200);
      long more = ask(rows, CLAIMED);
      grew = more > stored ? System.nanoTime() : grew;
      stored = more;
    }
    System.out.println("settled after " + (System.nanoTime() - since) / 1_000_000 + " ms");
  }

  private static long whole(Connection rows, int points, int seconds) throws SQLException {
    long first = SimulatedGateway.FIRST;
    return ask(
        rows,
        "SELECT COUNT(*) FROM received WHERE first=%d AND last=%d"
            .formatted(first, first + (long) points * seconds - 1));
  }

  private static long ask(Connection rows, String sql) throws SQLException {
    try (Statement s = rows.createStatement()) {
      ResultSet r = s.executeQuery(sql);
      r.next();
      return r.getLong(1);
    }
  }

  private int mosquitto() throws Exception {
    int port = free();
    Path conf = folder.resolve("mosquitto.conf");
    Files.writeString(conf, BROKER.formatted(port));
    start("mosquitto", List.of("mosquitto", "-c", conf.toString()));
    return port;
  }

  /** What the broker says that it has thrown away, whoever it was for. */
  private static String dropped(int port) throws Exception {
    String topic = "$SYS/broker/publish/messages/dropped";
    Process asked =
        new ProcessBuilder(
                "mosquitto_sub",
                "-h",
                "127.0.0.1",
                "-p",
                "" + port,
                "-C",
                "1",
                "-W",
                "20",
                "-t",
                topic)
            .start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said.isBlank() ? "not said" : said.strip();
  }

  /**
   * The fleet comes after the console: a broker keeps for a subscriber only what comes once he has
   * subscribed.
   */
  private String console(Database database, int port) throws Exception {
    int page = free();
    Path conf = folder.resolve("console.yaml");
    Files.writeString(
        conf,
        "console: { listen: 127.0.0.1:%d, directory: console }\ndatabase: %s\nbrokers: { hq: { url: mqtt://127.0.0.1:%d } }\n"
            .formatted(page, database.url(), port));
    java("console", "-Xmx512m", ConsoleMain.class, "--config", conf.toString());
    String url = "http://127.0.0.1:" + page;
    Await.until("the console has subscribed", () -> subscribed(url));
    return url;
  }

  private static boolean subscribed(String url) {
    try (InputStream in = URI.create(url + "/metrics").toURL().openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.contains("broker_up{broker=\"hq\"} 1")
          && text.contains("broker_up{broker=\"hq (history)\"} 1");
    } catch (IOException e) {
      return false;
    }
  }

  private Process java(String name, String heap, Class<?> main, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return start(name, command);
  }

  private Process start(String name, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** However this ends, nothing of it stays behind but logs. */
  @Override
  public void close() {
    try {
      for (Process process : processes.reversed()) {
        long began = System.nanoTime();
        process.destroy();
        process.waitFor();
        long ms = (System.nanoTime() - began) / 1_000_000;
        System.out.println(
            "process " + (processes.indexOf(process) + 1) + " stopped in " + ms + " ms");
      }
      postgres.kill();
      try (Stream<Path> files = Files.walk(folder.resolve("postgres"))) {
        files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
      }
    } catch (Exception e) {
      System.err.println("not everything could be stopped: " + e.getMessage());
    }
  }
}
