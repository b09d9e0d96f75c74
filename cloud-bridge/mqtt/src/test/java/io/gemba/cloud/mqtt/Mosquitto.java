package io.gemba.cloud.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real mosquitto on a free port of the loopback, with the configuration a test gives it. */
final class Mosquitto implements AutoCloseable {
  private final Process process;
  private final int port;

  Mosquitto(Path folder, String... lines) throws Exception {
    this(folder, freePort(), lines);
  }

  Mosquitto(Path folder, int port, String... lines) throws Exception {
    this.port = port;
    List<String> configuration = new ArrayList<>();
    configuration.add("listener " + port + " 127.0.0.1");
    configuration.add("user " + System.getProperty("user.name"));
    configuration.addAll(Arrays.asList(lines));
    Path file = Files.write(folder.resolve("mosquitto-" + port + ".conf"), configuration);
    Path log = folder.resolve("mosquitto-" + port + ".log");
    this.process =
        new ProcessBuilder("mosquitto", "-v", "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Given.eventually("mosquitto listens, see " + log, this::listens);
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new IllegalStateException("mosquitto has ended");
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** Stops answering without hanging up, as a half-open line does; {@link #kill} still works. */
  void freeze() throws Exception {
    new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
  }

  /** As a power cut does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy(); // a frozen one does not hear it
    process.onExit().completeOnTimeout(process, 2, TimeUnit.SECONDS).join();
    kill();
  }
}
