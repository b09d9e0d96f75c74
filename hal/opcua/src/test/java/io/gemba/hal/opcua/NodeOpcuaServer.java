package io.gemba.hal.opcua;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A node-opcua server in a process of its own, which can be killed without a goodbye. */
final class NodeOpcuaServer implements AutoCloseable {
  static final Path HOME = Path.of("target", "node").toAbsolutePath();

  private static NodeOpcuaServer plant;

  private final int port;
  private final List<String> script;
  private Process process;

  private NodeOpcuaServer(int port, List<String> script) {
    this.port = port;
    this.script = script;
  }

  /** A hundred counters, ten times a second. */
  static NodeOpcuaServer start() throws IOException, InterruptedException {
    return start("counters.js", "--points=100", "--interval=100");
  }

  /** A press with alarms, methods and history; one for all tests, which only ask it. */
  static synchronized NodeOpcuaServer plant() throws IOException, InterruptedException {
    NodeOpcuaServer shared = plant;
    if (shared == null) {
      shared = start("plant.js");
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
      plant = shared;
    }
    return shared;
  }

  /** Installs what the server needs, once; skips the test where there is no npm. */
  private static NodeOpcuaServer start(String... script) throws IOException, InterruptedException {
    install();
    NodeOpcuaServer server = new NodeOpcuaServer(freePort(), List.of(script));
    server.restart();
    return server;
  }

  /** Tells a plant what to do, in one line. */
  void say(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  String endpoint() {
    return "opc.tcp://127.0.0.1:" + port;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
  }

  void restart() throws IOException {
    restart("--pki=pki");
  }

  /** With another certificate, or other options of its script. */
  void restart(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(script);
    command.add("--port=" + port);
    command.addAll(List.of(options));
    process =
        new ProcessBuilder(command)
            .directory(HOME.toFile())
            .redirectError(HOME.resolve("server.err").toFile())
            .start();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals("READY")) {
        return;
      }
    }
    throw new IOException("the server ended: " + Files.readString(HOME.resolve("server.err")));
  }

  static void install() throws IOException, InterruptedException {
    Files.createDirectories(HOME);
    for (String file :
        List.of("package.json", "counters.js", "machine.js", "machine.xml", "plant.js")) {
      Files.copy(
          Path.of("src", "test", "node", file),
          HOME.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Assumptions.assumeTrue(run("npm", "--version") == 0, "npm is missing: apt install npm");
    if (run("npm", "install", "--no-audit", "--no-fund") != 0) {
      throw new IOException("npm install failed: " + Files.readString(HOME.resolve("npm.log")));
    }
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .directory(HOME.toFile())
          .redirectErrorStream(true)
          .redirectOutput(HOME.resolve("npm.log").toFile())
          .start()
          .waitFor();
    } catch (IOException missing) {
      return -1;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
