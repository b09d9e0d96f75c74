package com.example.scale;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.Await;
import io.gemba.hal.tck.FakeDevice;
import io.gemba.hal.tck.SilentServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scale on the loopback interface that does as it is told. */
final class FakeScale implements FakeDevice {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final int port;
  private int grams;
  private @Nullable SilentServer silent;
  private @Nullable ServerSocket server;
  private @Nullable Thread thread;
  private volatile @Nullable Socket connection;
  private volatile @Nullable Socket reader; // the same, once it has asked

  FakeScale() throws IOException {
    try (SilentServer free = new SilentServer(0)) {
      port = free.port();
    }
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of(
        "host", "127.0.0.1", "port", port, "points", Map.of("net", Map.of("channel", "net")));
  }

  @Override
  public Map<String, Object> brokenPoint() {
    return Map.of("channel", "gold");
  }

  @Override
  public void start() throws IOException {
    ServerSocket opened = new ServerSocket();
    opened.setReuseAddress(true);
    opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server = opened;
    thread = Thread.ofPlatform().daemon().name("fake-scale").start(() -> serve(opened));
  }

  private void serve(ServerSocket open) {
    while (!open.isClosed()) {
      try (Socket socket = open.accept()) {
        connection = socket;
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
          if (order.equals("READ net")) {
            reader = socket;
          } else {
            socket.getOutputStream().write((order.substring(5) + " unknown\n").getBytes(US_ASCII));
          }
        }
      } catch (IOException e) {
        reader = null; // the reader went away, or stop() closed everything
      }
      reader = null;
    }
  }

  @Override
  public Sample emit(Quality quality, Instant sourceTime) throws Exception {
    Await.until("somebody reads the scale", PATIENCE, () -> reader != null);
    double weight = ++grams / 1_000.0;
    String status =
        switch (quality) {
          case GOOD -> weight + " ok";
          case UNCERTAIN -> weight + " moving";
          case BAD -> "overload";
        };
    reader.getOutputStream().write(("net " + status + "\n").getBytes(US_ASCII));
    Value value = quality == Quality.BAD ? Value.NONE : Value.of(weight);
    return new Sample("net", value, quality, 0, sourceTime);
  }

  @Override
  public void hang() throws IOException {
    silent = new SilentServer(port);
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    if (silent != null) {
      silent.close();
      silent = null;
    }
    if (server != null) {
      server.close();
      while (!thread.join(Duration.ofMillis(5))) { // it may be just taking a connection
        Socket last = connection;
        if (last != null) {
          last.close();
        }
      }
      server = null;
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    stop();
  }
}
