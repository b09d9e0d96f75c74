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
import java.util.ArrayList;
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
  @TempDir private Path elsewhere;

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

  @Test
  void readsBackOnlyWhatTheServersQueueLostBeforeATakeOver() throws Exception {
    OpcUaAdapter adapter = keeping(10).adapter();
    List<Sample> all = new ArrayList<>();
    cutOff(adapter, all);
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      awaitHealed(run);
      all.addAll(run.context().samples("count"));
      all.addAll(run.context().history());
      assertThat(run.context().history()).isNotEmpty();
      assertThat(run.context().losses()).extracting(Loss::cause).contains("queue-overflow");
    }
    assertWhole(all);
  }

  @Test
  void readsNothingBackThatTheServersQueueHadKept() throws Exception {
    OpcUaAdapter adapter = keeping(1_000).adapter();
    List<Sample> all = new ArrayList<>();
    long last = cutOff(adapter, all);
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      run.context().awaitSample("count", s -> count(s) >= last + 100, PATIENCE);
      all.addAll(run.context().samples("count"));
      assertThat(run.context().history()).isEmpty();
      assertThat(run.context().losses()).isEmpty();
    }
    assertWhole(all);
  }

  /** One run, and then some time for which its subscription is left alone; the last count. */
  private long cutOff(OpcUaAdapter adapter, List<Sample> all) throws Exception {
    RecordingContext first = life();
    try (AdapterRun run = AdapterRun.start(adapter, first)) {
      first.awaitSample("count", any -> !run.hasEnded(), PATIENCE);
    }
    all.addAll(first.samples("count"));
    long last = count(all.getLast());
    try (AdapterRun run = TestDevice.run(device("off").adapter(), elsewhere)) {
      run.context().awaitSample("count", s -> count(s) >= last + 60, PATIENCE);
    }
    return last;
  }

  /** Every count at most once, and none missing but those between two looks of the server. */
  private static void assertWhole(List<Sample> all) {
    List<Long> counts = all.stream().map(BackfillTest::count).sorted().toList();
    assertThat(counts).doesNotHaveDuplicates();
    for (int i = 1; i < counts.size(); i++) {
      assertThat(counts.get(i) - counts.get(i - 1))
          .as("after %d", counts.get(i - 1))
          .isLessThan(15);
    }
  }

  private static TestDevice keeping(int queue) {
    Map<String, Object> count =
        Map.of(
            "node", "nsu=urn:gemba:bed:plant;s=Count", "sampling-interval", "0ms", "queue", queue);
    return device("auto").with("keep-subscription", "60s").point("count", count);
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
        .with("keep-subscription", "0s")
        .point(
            "count", Map.of("node", "nsu=urn:gemba:bed:plant;s=Count", "sampling-interval", "0ms"));
  }
}
