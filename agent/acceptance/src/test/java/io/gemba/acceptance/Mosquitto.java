package io.gemba.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's mosquitto on a loopback port that survives its restarts. */
final class Mosquitto implements AutoCloseable {
  private final Path folder;
  private final int port;
  private Program program;

  Mosquitto(Path folder) throws IOException, InterruptedException {
    Program.assumeInstalled("mosquitto");
    this.folder = folder;
    this.port = Checkout.freePort();
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        """
        listener %d 127.0.0.1
        allow_anonymous true
        max_inflight_messages 0
        max_queued_messages 0
        """
            .formatted(port));
    this.program = launch();
  }

  int port() {
    return port;
  }

  String url() {
    return "mqtt://127.0.0.1:" + port;
  }

  void stop() throws InterruptedException {
    program.stop(Duration.ofSeconds(10));
  }

  void kill() throws InterruptedException {
    program.kill();
  }

  void startAgain() throws IOException, InterruptedException {
    program = launch();
  }

  private Program launch() throws IOException, InterruptedException {
    Program started =
        Program.start(
            folder.resolve("mosquitto.log"),
            Map.of("PATH", "/usr/sbin:/usr/bin:/usr/local/bin:/bin"),
            List.of("mosquitto", "-c", folder.resolve("mosquitto.conf").toString()));
    Await.until("mosquitto answers on " + port, Duration.ofSeconds(10), this::answers);
    return started;
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
