package io.gemba.cloud.console.mqtt;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Debian's broker on a free loopback port, with its memory on disk so that a restart forgets
 * nothing.
 */
final class Mosquitto implements AutoCloseable {
  final int port;
  private final Path folder;
  private Process process;

  Mosquitto(Path folder) throws Exception {
    this(folder, "");
  }

  /** With more lines of configuration, such as those for TLS. */
  Mosquitto(Path folder, String more) throws Exception {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket()) {
      free.bind(new InetSocketAddress("127.0.0.1", 0));
      port = free.getLocalPort();
    }
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("m.conf"),
        "listener %d 127.0.0.1\nallow_anonymous true\npersistence true\npersistence_location %s/\nuser root\n%s"
            .formatted(port, folder, more));
    process = launch();
  }

  String url() {
    return "mqtt://127.0.0.1:" + port;
  }

  void restart() throws Exception {
    stop();
    process = launch();
  }

  private Process launch() throws Exception {
    Process started =
        new ProcessBuilder("mosquitto", "-c", folder.resolve("m.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    io.gemba.cloud.console.Await.until("mosquitto listens", this::listens);
    return started;
  }

  private boolean listens() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  void stop() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    stop();
  }
}
