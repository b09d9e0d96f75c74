package io.gemba.hal.gpio;

import io.gemba.hal.tck.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A simulator's text feed for one reader at a time; the port stays through stop and start. */
final class FeedServer {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** All that readers said. */
  final StringBuffer heard = new StringBuffer();

  private final int port;
  private final String greeting;
  private @Nullable ServerSocket server;
  private @Nullable Thread thread;
  private volatile @Nullable Socket connection;
  private volatile @Nullable Socket reader; // the same, once it was greeted

  FeedServer(String greeting) throws IOException {
    this.greeting = greeting;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  void start() throws IOException {
    ServerSocket opened = new ServerSocket();
    opened.setReuseAddress(true);
    opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server = opened;
    thread = Thread.ofPlatform().daemon().name("feed").start(() -> serve(opened));
  }

  private void serve(ServerSocket open) {
    while (!open.isClosed()) {
      try (Socket socket = open.accept()) {
        connection = socket;
        socket.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
        reader = socket;
        for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
          heard.append((char) c);
        }
      } catch (IOException goneOrStopped) {
        reader = null;
      }
      reader = null;
    }
  }

  void say(String text) throws IOException, InterruptedException {
    Await.until("somebody reads the feed", PATIENCE, () -> reader != null);
    reader.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  void stop() throws IOException, InterruptedException {
    if (server == null) {
      return;
    }
    server.close();
    while (!thread.join(Duration.ofMillis(5))) { // it may be just taking a connection
      Socket last = connection;
      if (last != null) {
        last.close();
      }
    }
    server = null;
  }

  void close() {
    try {
      stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
