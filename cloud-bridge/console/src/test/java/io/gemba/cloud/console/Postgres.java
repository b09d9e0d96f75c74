package io.gemba.cloud.console;

import io.gemba.cloud.console.config.StorageConfig;
import io.gemba.cloud.console.config.StorageConfig.Database;
import io.gemba.cloud.console.config.StorageConfig.Retention;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Debian's PostgreSQL on a free loopback port, in a temporary folder, as an unprivileged user: one
 * cluster for all tests of a run, a database for each.
 */
public final class Postgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static Postgres shared;

  /** Where its server listens. */
  public final int port;

  private final Path folder;
  private final Path bin;
  private final boolean root;
  private Process server;

  /** A cluster of one's own, with more settings such as {@code -c shared_buffers=1GB}. */
  public Postgres(Path folder, String... settings) throws Exception {
    this.folder = folder;
    bin = bin();
    root = "root".equals(System.getProperty("user.name"));
    try (ServerSocket free = new ServerSocket()) {
      free.bind(new InetSocketAddress("127.0.0.1", 0));
      port = free.getLocalPort();
    }
    if (root) {
      run(List.of("chown", "postgres", folder.toString()));
    }
    run(user("initdb", "-D", data(), "-U", "gemba", "-A", "trust", "-E", "UTF8", "-N"));
    start(settings);
  }

  private static Path bin() throws IOException {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions.max(Comparator.naturalOrder()).orElseThrow().resolve("bin");
    }
  }

  private String data() {
    return folder.resolve("pg").toString();
  }

  /** The server refuses to run as root. */
  private List<String> user(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (root) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(bin.resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Starts the server, again after {@link #kill}. */
  public void start(String... settings) throws Exception {
    List<String> command =
        user(
            "postgres",
            "-D",
            data(),
            "-p",
            String.valueOf(port),
            "-h",
            "127.0.0.1",
            "-k",
            folder.toString());
    command.addAll(List.of(settings));
    server =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile("gemba-pg", ".log").toFile())
            .directory(new java.io.File("/"))
            .start();
    Await.until("PostgreSQL answers", () -> answers());
  }

  private boolean answers() {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static void run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(new java.io.File("/"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(command + " failed");
    }
  }

  /** The server, parent of all its processes. */
  public Process process() {
    return server;
  }

  /** A connection to one of its databases. */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "gemba", "");
  }

  /** How a console is told of one of its databases. */
  public Database database(String name) {
    return new Database(URI.create("postgresql://gemba@127.0.0.1:" + port + "/" + name), null);
  }

  /** The server's processes are gone at once, as after a power cut. */
  public void kill() throws Exception {
    run(user("pg_ctl", "stop", "-D", data(), "-m", "immediate"));
    server.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static synchronized Postgres shared() throws Exception {
    if (shared == null) {
      Path folder = Files.createTempDirectory("gemba-pg");
      shared = new Postgres(folder, "-c", "fsync=off");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(shared)));
    }
    return shared;
  }

  private static void end(Postgres postgres) {
    try {
      postgres.kill();
      try (Stream<Path> files = Files.walk(postgres.folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A database of one test, made when it is first asked for. */
  public static final class Fresh {
    private final String name = "gemba" + DATABASES.incrementAndGet();
    private boolean made;

    /** For a console, with default retention. */
    public StorageConfig storage() throws Exception {
      return storage(Retention.DEFAULT);
    }

    /** For a console. */
    public StorageConfig storage(Retention retention) throws Exception {
      if (!made) {
        try (Connection c = shared().connect("postgres");
            Statement s = c.createStatement()) {
          s.execute("CREATE DATABASE " + name);
        }
        made = true;
      }
      return new StorageConfig(shared().database(name), retention);
    }

    /** The single number that a query answers. */
    public long ask(String sql) throws Exception {
      try (Connection c = shared().connect(name);
          Statement s = c.createStatement()) {
        ResultSet r = s.executeQuery(sql);
        r.next();
        return r.getLong(1);
      }
    }
  }
}
