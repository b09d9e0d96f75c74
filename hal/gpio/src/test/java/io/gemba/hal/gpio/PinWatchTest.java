package io.gemba.hal.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.spi.Discoverable.Found;
import io.gemba.hal.tck.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PinWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final FakeLines lines = new FakeLines();
  private final List<Found> told = new ArrayList<>();
  private long now;

  /** Ends when the edges are used up, five seconds after the last. */
  private void watch(Map<Integer, String> occupied) {
    lines.waits = false;
    PinWatch watch = new PinWatch((clock, ticker) -> lines, this::now);
    assertThatThrownBy(() -> watch.run(28, occupied, told::add)).hasMessageContaining("unplugged");
  }

  private long now() {
    return lines.edges.isEmpty() ? now : lines.edges.peek().ticks();
  }

  private void edge(int line, boolean high, long millis) {
    now = TimeUnit.MILLISECONDS.toNanos(millis);
    lines.edges.add(new Edge(line, high, Instant.EPOCH, now));
  }

  @Test
  void tellsWhichPinMovedHowOftenAndHowFast() {
    for (int pulse = 0; pulse < 20; pulse++) {
      edge(27, true, pulse * 250);
      edge(27, false, pulse * 250 + 100);
    }
    lines.vanish();
    watch(Map.of());
    assertThat(told.getFirst().facts().get("lines")).startsWith("28 free inputs");
    Found last = told.getLast();
    assertThat(last.address()).isEqualTo("GPIO27 (pin 13)");
    assertThat(last.facts()).containsEntry("frequency", "4.00 Hz");
    assertThat(told).as("at most twice a second").hasSizeBetween(10, 13);
    assertThat(told.stream().skip(1)).allMatch(found -> found.address().contains("GPIO27"));
  }

  @Test
  void leavesAloneWhatSomebodyUsesAndChangesNoPull() {
    lines.takenByOthers.add(22);
    lines.vanish();
    watch(Map.of(17, "in, taken by 'gemba'", 24, "out, free"));
    assertThat(lines.asked).extracting(Lines.Wanted::line).doesNotContain(17, 22, 24).hasSize(25);
    assertThat(lines.asked).extracting(Lines.Wanted::pull).containsOnly(Lines.Pull.AS_IT_IS);
    assertThat(told.getFirst().facts())
        .containsEntry("GPIO17 (pin 11)", "not watched: in, taken by 'gemba'")
        .containsEntry("GPIO22 (pin 15)", "not watched: GPIO22 belongs to gpiomon")
        .containsEntry("GPIO24 (pin 18)", "not watched: out, free");
  }

  @Test
  void watchesASimulatorsLinesUntilInterrupted() throws Exception {
    List<Found> heard = new CopyOnWriteArrayList<>();
    FeedServer feed = new FeedServer("17 0\n");
    feed.start();
    GpioAdapterFactory factory = new GpioAdapterFactory();
    String target = "gpio:sim:127.0.0.1:" + feed.port();
    assertThat(factory.understands(target)).isTrue();
    Thread watching = Thread.ofPlatform().start(() -> watch(factory, target, heard));
    try {
      Await.until("it says what it watches", PATIENCE, () -> !heard.isEmpty());
      feed.say("17 1\n");
      Await.until(() -> "GPIO17 moved: " + heard, PATIENCE, () -> heard.size() > 1);
      assertThat(heard.get(1).address()).isEqualTo("GPIO17 (pin 11)");
      assertThat(heard.get(1).facts()).containsEntry("now", "high").containsEntry("changes", "1");
    } finally {
      watching.interrupt();
      assertThat(watching.join(PATIENCE)).isTrue();
      feed.close();
    }
  }

  private static void watch(GpioAdapterFactory factory, String target, List<Found> heard) {
    try {
      factory.watch(target, heard::add);
    } catch (InterruptedException | IOException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aMachineWithoutAHeaderSaysWhatToWrite() {
    assertThatThrownBy(() -> new GpioAdapterFactory().watch("gpio:sim:nowhere", f -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("sim:HOST:PORT");
  }
}
