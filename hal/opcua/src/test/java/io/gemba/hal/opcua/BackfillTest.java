package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import io.gemba.hal.tck.RecordingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("bed")
class BackfillTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static NodeOpcuaServer server;

  @TempDir private Path state;

  @BeforeAll
  static void start() throws Exception {
    server = NodeOpcuaServer.plant();
  }

  @Test
  void readsBackWhatWasMissedWhileItWasCutOff() throws Exception {
    OpcUaAdapter adapter = device("auto").adapter();
    RecordingContext before = life();
    try (AdapterRun run = AdapterRun.start(adapter, before)) {
      before.awaitSample("count", any -> !run.hasEnded(), PATIENCE);
    }
    long last = count(before.samples("count").getLast());
    letItCountTo(last + 60);
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      awaitHealed(run);
      List<Sample> history = run.context().history();
      long first = count(run.context().samples("count").getFirst());
      assertThat(history).hasSizeGreaterThan(50);
      assertThat(counts(history)).isEqualTo(range(last + 1, first - 1));
      assertThat(run.context().losses()).hasSize(1);
      assertThat(run.context().losses().getFirst().count()).isZero();
    }
  }

  @Test
  void readsBackWhatWasMissedWhileItWasDeadWithinTheLimit() throws Exception {
    Sample known = letItCountTo(100);
    letItCountTo(count(known) + 100);
    RecordingContext life = life().kept("count", false, known.sourceTime());
    try (AdapterRun run = AdapterRun.start(device("auto").adapter(), life)) {
      awaitHealed(run);
      long first = count(life.samples("count").getFirst());
      assertThat(counts(life.history())).isEqualTo(range(count(known) + 1, first - 1));
    }
    RecordingContext limited = life().kept("count", false, known.sourceTime());
    TestDevice device = device("auto").with("backfill-limit", "1s");
    try (AdapterRun run = AdapterRun.start(device.adapter(), limited)) {
      awaitHealed(run);
      Loss tooOld = limited.losses().getFirst();
      assertThat(tooOld.cause()).isEqualTo("backfill-limit");
      assertThat(tooOld.from()).isEqualTo(known.sourceTime());
      assertThat(limited.history().getFirst().sourceTime()).isAfterOrEqualTo(tooOld.to());
    }
  }

  @Test
  void goesOnWhereItWasKilledWhileReadingBack() throws Exception {
    Sample from = letItCountTo(100);
    Sample read = letItCountTo(count(from) + 40);
    Sample to = letItCountTo(count(read) + 40);
    Path file = state.resolve("backfill-device");
    new HoleFile(file).write(List.of(new Hole("count", from.sourceTime(), to.sourceTime())));
    RecordingContext life =
        life()
            .kept("count", false, Instant.now().plusSeconds(60)) // nothing else was missed
            .kept("count", true, read.sourceTime());
    try (AdapterRun run = AdapterRun.start(device("auto").adapter(), life)) {
      awaitHealed(run);
      assertThat(counts(life.history())).isEqualTo(range(count(read) + 1, count(to) - 1));
      assertThat(file).doesNotExist();
    }
  }

  private RecordingContext life() {
    return new RecordingContext(state, InstantSource.system());
  }

  /** Somebody else looks on; the sample at which it was seen. */
  private Sample letItCountTo(long count) throws Exception {
    try (AdapterRun run = TestDevice.run(device("off").adapter(), state)) {
      return run.context().awaitSample("count", s -> count(s) >= count, PATIENCE);
    }
  }

  private static void awaitHealed(AdapterRun run) throws InterruptedException {
    Await.until(
        () -> "healed; lost " + run.context().losses() + ", ended: " + run.hasEnded(),
        PATIENCE,
        () -> run.context().losses().stream().anyMatch(loss -> loss.cause().equals("backfilled")));
  }

  private static List<Long> counts(List<Sample> samples) {
    return samples.stream().map(BackfillTest::count).toList();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static long count(Sample sample) {
    return ((Value.UInt) sample.value()).bits();
  }

  private static TestDevice device(String backfill) {
    return new TestDevice(server.endpoint())
        .with("keep-alive", "2s")
        .with("backfill", backfill)
        .point(
            "count", Map.of("node", "nsu=urn:gemba:bed:plant;s=Count", "sampling-interval", "0ms"));
  }
}
