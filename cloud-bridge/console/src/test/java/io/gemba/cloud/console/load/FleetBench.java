package io.gemba.cloud.console.load;

import io.gemba.cloud.console.Postgres;
import io.gemba.cloud.console.config.StorageConfig.Database;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code FleetBench FOLDER [GATEWAYS [POINTS [SECONDS]]]}: PostgreSQL, mosquitto, one console and a
 * simulated fleet, each a process of its own on this machine. Prints how old the page was, what
 * memory and processor each took, and whether the rows equal what was sent.
 */
public final class FleetBench {
  private static final String CLAIMED = "SELECT SUM(last-first+1)::bigint FROM received";
  private static final long PATIENCE_NS = 20_000_000_000L;

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();

  private FleetBench(Path folder) {
    this.folder = folder;
  }

  /** Runs it and prints its figures; ends with 1 when a row is missing or too many. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
    String gateways = args.length > 1 ? args[1] : "1000";
    String points = args.length > 2 ? args[2] : "100";
    String seconds = args.length > 3 ? args[3] : "60";
    FleetBench bench = new FleetBench(folder);
    System.exit(bench.run(gateways, points, seconds) ? 0 : 1);
  }

  private boolean run(String gateways, String points, String seconds) throws Exception {
    Path pg = Files.createDirectories(folder.resolve("postgres"));
    Postgres postgres =
        new Postgres(
            pg,
            "-c",
            "shared_buffers=1GB",
            "-c",
            "max_wal_size=8GB",
            "-c",
            "checkpoint_timeout=15min",
            "-c",
            "wal_compression=lz4",
            "-c",
            "synchronous_commit=on");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(postgres)));
    try (Connection c = postgres.connect("postgres");
        Statement s = c.createStatement()) {
      s.execute("CREATE DATABASE fleet");
      int port = mosquitto();
      String url = console(postgres.database("fleet"), port);
      try (Connection rows = postgres.connect("fleet")) {
        return measure(postgres, rows, url, port, gateways, points, seconds);
      }
    }
  }

  /** However this ends, nothing of it stays behind. */
  private void end(Postgres postgres) {
    processes.reversed().forEach(Process::destroy);
    try {
      for (Process process : processes) {
        process.waitFor();
      }
      postgres.kill();
    } catch (Exception e) {
      System.err.println("not everything could be stopped: " + e.getMessage());
    }
  }

  private boolean measure(
      Postgres postgres,
      Connection rows,
      String url,
      int port,
      String gateways,
      String points,
      String seconds)
      throws Exception {
    Process load =
        java(
            "load",
            "-Xmx256m",
            FleetLoad.class,
            "mqtt://127.0.0.1:" + port,
            gateways,
            points,
            seconds);
    Watch watch = new Watch();
    watch.add("mosquitto", processes.get(0));
    watch.add("console", processes.get(1));
    watch.add("load", load);
    watch.addTree("postgres", postgres.process());
    try (Page page = new Page(url)) {
      while (load.isAlive()) {
        Thread.sleep(10_000);
        System.out.println(Instant.now() + " " + page.figures() + "; " + watch.figures());
      }
    }
    String said = Files.readString(folder.resolve("load.log"));
    long sent = Long.parseLong(said.replaceAll("(?s).*sent (\\d+) samples.*", "$1"));
    long stored = settled(rows, sent);
    long claimed = ask(rows, CLAIMED);
    System.out.println(said.strip());
    System.out.println(watch.summary());
    System.out.println("sent " + sent + ", rows " + stored + ", claimed " + claimed);
    return sent == stored && stored == claimed;
  }

  /** Rows once they are all there, or have stopped to become more. */
  private static long settled(Connection rows, long sent) throws Exception {
    long since = System.nanoTime();
    long stored = ask(rows, CLAIMED);
    long grew = since;
    while (stored < sent && System.nanoTime() - grew < PATIENCE_NS) {
      Thread.sleep(500);
      long more = ask(rows, CLAIMED);
      grew = more > stored ? System.nanoTime() : grew;
      stored = more;
    }
    System.out.println("settled after " + (System.nanoTime() - since) / 1_000_000 + " ms");
    return ask(rows, "SELECT COUNT(*) FROM sample");
  }

  private static long ask(Connection rows, String sql) throws Exception {
    try (Statement s = rows.createStatement()) {
      ResultSet r = s.executeQuery(sql);
      r.next();
      return r.getLong(1);
    }
  }

  private int mosquitto() throws Exception {
    int port = free();
    Path conf = folder.resolve("mosquitto.conf");
    Files.writeString(
        conf,
        "listener %d 127.0.0.1\nallow_anonymous true\nmax_queued_messages 100000\nuser root\n"
            .formatted(port));
    start("mosquitto", List.of("mosquitto", "-c", conf.toString()));
    return port;
  }

  private String console(Database database, int port) throws Exception {
    int page = free();
    Path conf = folder.resolve("console.yaml");
    Files.writeString(
        conf,
        "console: { listen: 127.0.0.1:%d, directory: console }\ndatabase: %s\nbrokers: { hq: { url: mqtt://127.0.0.1:%d } }\n"
            .formatted(page, database.url(), port));
    java(
        "console",
        "-Xmx512m",
        io.gemba.cloud.console.ConsoleMain.class,
        "--config",
        conf.toString());
    return "http://127.0.0.1:" + page;
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
}
