package io.gemba.hal.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.gpio.cdev.LineInfo;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import io.gemba.hal.tck.DeviceConfigs;
import io.gemba.hal.tck.RecordingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpioAdapterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  @TempDir private Path folder;

  private AdapterRun start(Adapter adapter) {
    return AdapterRun.start(adapter, new RecordingContext(folder, InstantSource.system()));
  }

  private static Adapter adapter(String chip, Map<String, Object> points) throws Exception {
    AdapterFactory factory = new GpioAdapterFactory();
    return factory.create(DeviceConfigs.parse(factory, Map.of("chip", chip, "points", points)));
  }

  @Test
  void theServiceLoaderFindsIt() {
    assertThat(ServiceLoader.load(AdapterFactory.class))
        .anyMatch(factory -> factory instanceof GpioAdapterFactory);
  }

  @Test
  void everyPulseOfTheSimulatorIsCountedAndNoneMadeUpByAReconnect() throws Exception {
    FeedServer feed = new FeedServer("27 1\n");
    feed.start();
    Adapter adapter =
        adapter(
            "sim:127.0.0.1:" + feed.port(),
            Map.of("parts", Map.of("line", 27, "mode", "counter", "report", "10ms")));
    try (AdapterRun first = start(adapter)) {
      first.context().awaitConnected(PATIENCE);
      feed.say("27 0\n27 1\n".repeat(5_000));
      first.context().awaitSample("parts", s -> s.value().equals(Value.of(5_000)), PATIENCE);
      feed.stop();
      first.awaitEnd(IOException.class, PATIENCE);
    }
    feed.start();
    try (AdapterRun second = start(adapter)) {
      second.context().awaitConnected(PATIENCE);
      feed.say("27 0\n27 1\n");
      second.context().awaitSample("parts", s -> s.value().equals(Value.of(5_001)), PATIENCE);
      assertThat(second.context().samples("parts").getFirst().value()).isEqualTo(Value.of(5_000));
    }
    feed.close();
  }

  @Test
  void aFeedThatSpeaksNonsenseEndsTheRunInWords() throws Exception {
    FeedServer feed = new FeedServer("HTTP/1.1 400 Bad Request\n");
    feed.start();
    try (AdapterRun run = start(adapter("sim:127.0.0.1:" + feed.port(), Map.of()))) {
      assertThat(run.awaitEnd(IOException.class, PATIENCE))
          .hasMessageContaining("HTTP/1.1 400")
          .hasMessageContaining("127.0.0.1:" + feed.port());
    }
    feed.close();
  }

  @Test
  void anOutputOfTheMockCanBeWrittenOnlyWhileItRuns() throws Exception {
    Adapter adapter =
        adapter("mock", Map.of("horn", Map.of("line", 22, "mode", "output", "initial", "on")));
    Writable writable = (Writable) adapter;
    assertThatThrownBy(() -> writable.write("horn", Value.of(true)))
        .isInstanceOf(IOException.class);
    try (AdapterRun run = start(adapter)) {
      run.context().awaitConnected(PATIENCE);
      assertThat(writable.write("horn", Value.of(0))).isZero();
      assertThat(run.context().samples("horn").stream().map(s -> s.value()).toList())
          .containsExactly(Value.of(true), Value.of(false));
    }
  }

  @Test
  void theSimulatorHearsItsHorn() throws Exception {
    FeedServer feed = new FeedServer("17 0\n");
    feed.start();
    Adapter adapter =
        adapter(
            "sim:127.0.0.1:" + feed.port(),
            Map.of("horn", Map.of("line", 24, "mode", "output", "writable", true)));
    try (AdapterRun run = start(adapter)) {
      run.context().awaitConnected(PATIENCE);
      assertThat(((Writable) adapter).write("horn", Value.of(true))).isZero();
    }
    String said = "24 0\n24 1\n24 0\n";
    Await.until(() -> "heard " + feed.heard, PATIENCE, () -> feed.heard.toString().equals(said));
    feed.close();
  }

  @Test
  void aMachineThatIsNoPiIsToldSoInsteadOfSilentlyMocked() throws Exception {
    Assumptions.assumeFalse(Files.exists(Path.of("/proc/device-tree/model")), "this may be a Pi");
    try (AdapterRun run = start(adapter("auto", Map.of()))) {
      assertThat(run.awaitEnd(IOException.class, PATIENCE))
          .hasMessageContaining("not a Raspberry Pi")
          .hasMessageContaining("sim:HOST:PORT");
    }
  }

  @Test
  void chipsAreFoundWithWhatIsMissing() throws Exception {
    Path dev = Files.createDirectory(folder.resolve("dev"));
    Path soc = Files.createDirectories(folder.resolve("soc/fe200000.gpio/gpiochip0"));
    Path devices = Files.createDirectory(folder.resolve("devices"));
    Files.createSymbolicLink(devices.resolve("gpiochip0"), soc);
    GpioChips chips = new GpioChips(dev, devices);
    assertThat(chips.find())
        .singleElement()
        .satisfies(chip -> assertThat(chip.address()).isEqualTo("gpiochip0"))
        .satisfies(chip -> assertThat(chip.facts().get("access")).contains("there is no"));
    Files.createFile(dev.resolve("gpiochip0"));
    assertThat(chips.find().getFirst().facts())
        .containsEntry("hardware", "fe200000.gpio")
        .containsEntry("access", "allowed");
    assertThat(chips.nameOf("fe200000.gpio")).isEqualTo("gpiochip0");
    assertThatThrownBy(() -> chips.nameOf("gpiochip7"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gpiochip0");
  }

  @Test
  void totalsSurviveARestart() throws Exception {
    FeedServer feed = new FeedServer("27 1\n");
    feed.start();
    Map<String, Object> points = Map.of("parts", Map.of("line", 27, "mode", "counter"));
    String chip = "sim:127.0.0.1:" + feed.port();
    try (AdapterRun run = start(adapter(chip, points))) {
      run.context().awaitConnected(PATIENCE);
      feed.say("27 0\n27 1\n".repeat(3));
      run.context().awaitSample("parts", s -> s.value().equals(Value.of(3)), PATIENCE);
    }
    feed.stop();
    feed.start();
    try (AdapterRun run = start(adapter(chip, points))) {
      run.context().awaitConnected(PATIENCE);
      assertThat(run.context().samples("parts").getFirst().value()).isEqualTo(Value.of(3));
      assertThat(run.context().losses()).isEmpty();
    }
    feed.close();
  }

  @Test
  void aCrashIsAGapOfUnknownSize() throws Exception {
    Files.writeString(
        folder.resolve("device.counters"),
        "gemba counters 1\nrunning 2026-11-23T12:00:00Z\nparts 41\nend\n");
    Adapter adapter = adapter("mock", Map.of("parts", Map.of("line", 27, "mode", "counter")));
    try (AdapterRun run = start(adapter)) {
      run.context().awaitConnected(PATIENCE);
      assertThat(run.context().samples("parts").getFirst().value()).isEqualTo(Value.of(41));
      assertThat(run.context().losses())
          .singleElement()
          .satisfies(loss -> assertThat(loss.cause()).isEqualTo("counter-not-saved"))
          .satisfies(loss -> assertThat(loss.count()).isEqualTo(Loss.UNKNOWN_COUNT))
          .satisfies(loss -> assertThat(loss.from()).isEqualTo("2026-11-23T12:00:00Z"));
    }
  }

  @Test
  void aFullDiskIsAProblemOfTheCounterAndCountingGoesOn() throws Exception {
    FeedServer feed = new FeedServer("27 1\n");
    feed.start();
    Files.createDirectory(folder.resolve("device.counters.new")); // nothing can be written there
    Map<String, Object> points = Map.of("parts", Map.of("line", 27, "mode", "counter"));
    try (AdapterRun run = start(adapter("sim:127.0.0.1:" + feed.port(), points))) {
      assertThat(run.context().awaitProblem("parts", PATIENCE)).contains("cannot be saved");
      run.context().awaitConnected(PATIENCE);
      feed.say("27 0\n27 1\n");
      run.context().awaitSample("parts", s -> s.value().equals(Value.of(1)), PATIENCE);
    }
    feed.close();
  }

  @Test
  void theHeaderIsDrawnAsItLies() {
    List<LineInfo> lines = new ArrayList<>();
    for (int line = 0; line < 28; line++) {
      boolean spi = line == 8;
      lines.add(new LineInfo(line, "GPIO" + line, spi ? "spi0 CS0" : "", spi, spi, false));
    }
    Map<String, String> rows = Header.picture(lines);
    assertThat(rows).hasSize(20);
    assertThat(rows.get("pins 1|2")).matches(" *3V3 \\| 5V");
    assertThat(rows.get("pins 11|12")).matches(" *GPIO17 in, free \\| GPIO18 in, free");
    assertThat(rows.get("pins 23|24"))
        .matches(" *GPIO11 in, free \\| GPIO8 out, taken by 'spi0 CS0'");
    assertThat(rows.get("pins 39|40")).matches(" *GND \\| GPIO21 in, free");
  }

  @Test
  void pi4jIsThereForThoseWhoAskForIt() throws Exception {
    Assumptions.assumeFalse(Files.exists(Path.of("/proc/device-tree/model")), "this may be a Pi");
    AdapterFactory factory = new GpioAdapterFactory();
    Adapter adapter =
        factory.create(
            DeviceConfigs.parse(factory, Map.of("provider", "pi4j", "points", Map.of())));
    try (AdapterRun run = start(adapter)) {
      assertThat(run.awaitEnd(IOException.class, PATIENCE)).hasMessageContaining("not a Raspberry");
    }
    assertThatThrownBy(() -> DeviceConfigs.parse(factory, Map.of("provider", "pigpio")))
        .hasMessageContaining("pi4j");
  }
}
