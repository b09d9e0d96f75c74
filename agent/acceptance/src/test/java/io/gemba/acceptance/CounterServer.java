package io.gemba.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * node-opcua with N counters that go up by one together: a missing value shows as a missing number.
 */
final class CounterServer implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final int points;
  private final Duration interval;
  private Program program;

  CounterServer(Path folder, int points, Duration interval)
      throws IOException, InterruptedException {
    Program.assumeInstalled("node", "npm");
    this.folder = folder;
    this.port = Checkout.freePort();
    this.points = points;
    this.interval = interval;
    this.program = launch();
  }

  String endpoint() {
    return "opc.tcp://127.0.0.1:" + port + "/gemba";
  }

  void kill() throws InterruptedException {
    program.kill();
  }

  void startAgain() throws IOException, InterruptedException {
    program = launch();
  }

  private Program launch() throws IOException, InterruptedException {
    Path node = installed();
    Program started =
        Program.start(
            folder.resolve("counters.log"),
            Map.of("HOME", folder.toString()),
            List.of(
                "node",
                node.resolve("counters.js").toString(),
                "--port=" + port,
                "--points=" + points,
                "--interval=" + interval.toMillis()));
    started.awaitOutput("READY", Duration.ofSeconds(60));
    return started;
  }

  /** Installs once per build directory; npm's own cache makes the second time cheap. */
  private static synchronized Path installed() throws IOException, InterruptedException {
    Path module = Checkout.root().resolve("agent/acceptance");
    Path target = Files.createDirectories(module.resolve("target/node"));
    for (String file : List.of("package.json", "counters.js")) {
      Files.copy(
          module.resolve("src/test/node").resolve(file),
          target.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(target.resolve("node_modules/node-opcua-server/package.json"))) {
      Program npm =
          Program.start(
              target.resolve("npm.log"),
              Map.of(),
              List.of("npm", "install", "--prefix", target.toString(), "--no-audit", "--no-fund"));
      int code = npm.exitCode(Duration.ofMinutes(5));
      if (code != 0) {
        throw new AssertionError("npm install failed:\n" + npm.output());
      }
    }
    return target;
  }

  @Override
  public void close() {
    program.close();
  }
}
