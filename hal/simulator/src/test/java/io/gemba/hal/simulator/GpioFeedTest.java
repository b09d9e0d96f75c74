package io.gemba.hal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.simulator.model.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpioFeedTest {

  @TempDir private static Path folder;

  @Test
  void showsASnapshotThenEveryChange() throws Exception {
    try (SimulatedPlant plant = plant();
        Peer peer = new Peer(plant)) {
      assertThat(peer.lines(4).stream().map(line -> line.substring(0, 3)))
          .containsExactly("17 ", "22 ", "23 ", "27 ");
      assertThat(peer.lines(24)).containsSubsequence("27 1", "27 0", "27 1", "27 0");
    }
  }

  @Test
  void aPeerDrivesTheHornWhichFallsSilentWhenItLeaves() throws Exception {
    try (SimulatedPlant plant = plant()) {
      try (Peer peer = new Peer(plant)) {
        peer.say("24 1");
        Await.until("horn", () -> plant.value("Press1", Signal.HORN).equals(true));
        peer.say("24 0");
        Await.until("silence", () -> plant.value("Press1", Signal.HORN).equals(false));
        peer.say("24 1");
        Await.until("horn", () -> plant.value("Press1", Signal.HORN).equals(true));
      }
      Await.until("silence", () -> plant.value("Press1", Signal.HORN).equals(false));
    }
  }

  @Test
  void aPeerThatDrivesAnInputIsDisconnected() throws Exception {
    try (SimulatedPlant plant = plant();
        Peer peer = new Peer(plant)) {
      peer.say("17 1");
      assertThat(peer.ends()).isTrue();
    }
  }

  private SimulatedPlant plant() throws IOException {
    return SimulatedPlant.builder()
        .directory(folder)
        .idealCycle(Duration.ofMillis(2_000))
        .speed(10)
        .stopsEvery(Duration.ZERO)
        .gpioPort(0)
        .start();
  }

  private static final class Peer implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Peer(SimulatedPlant plant) throws IOException {
      InetSocketAddress feed = plant.gpioFeed().orElseThrow();
      socket = new Socket(feed.getAddress(), feed.getPort());
      socket.setSoTimeout(20_000);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    List<String> lines(int count) throws IOException {
      List<String> lines = new ArrayList<>();
      while (lines.size() < count) {
        lines.add(in.readLine());
      }
      return lines;
    }

    void say(String line) throws IOException {
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    boolean ends() throws IOException {
      try {
        while (in.readLine() != null) {}
      } catch (java.net.SocketException e) {
        return true; // reset counts as ended
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
