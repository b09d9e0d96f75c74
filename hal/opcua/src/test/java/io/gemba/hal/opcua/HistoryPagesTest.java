package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import io.gemba.hal.tck.RecordingContext;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading back from a historian that hands out seven values at a time. */
class HistoryPagesTest {
  private static final Instant START = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 600);

  @TempDir private Path state;

  @Test
  void readsPageAfterPageInOrderWithoutTheEndsThatAreKnown() throws Exception {
    try (TestServer server = new TestServer(TestServer.Options.OPEN)) {
      OpcUaAdapter adapter = interrupted(server, "kept1", "kept2", "plain");
      count(server, 2, 40, "kept1", "kept2", "plain");
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        awaitHealed(run);
        assertThat(history(run, "kept1")).isEqualTo(numbers(2, 39));
        assertThat(history(run, "kept2")).isEqualTo(numbers(2, 39));
        assertThat(history(run, "plain")).as("has no history").isEmpty();
        assertThat(server.history().pages()).isGreaterThanOrEqualTo(12);
        assertThat(run.context().samples("kept1").getFirst().value()).isEqualTo(Value.of(40));
        Loss healed = run.context().losses().getFirst();
        assertThat(healed.count()).isZero();
        assertThat(healed.from()).isEqualTo(START.plusSeconds(1));
        assertThat(healed.to()).isEqualTo(START.plusSeconds(40));
      }
    }
  }

  @Test
  void beginsAgainWhereItWasWhenTheServerForgetsTheContinuationPoint() throws Exception {
    try (TestServer server = new TestServer(TestServer.Options.OPEN)) {
      OpcUaAdapter adapter = interrupted(server, "kept1");
      count(server, 2, 40, "kept1");
      server.history().forgetOnce();
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        awaitHealed(run);
        assertThat(history(run, "kept1")).isEqualTo(numbers(2, 39));
      }
    }
  }

  @Test
  void namesWhatAHistorianDoesNotHandOut() throws Exception {
    try (TestServer server = new TestServer(TestServer.Options.OPEN)) {
      OpcUaAdapter adapter = interrupted(server, "kept1");
      count(server, 2, 5, "kept1");
      server.history().refuse(StatusCodes.Bad_UserAccessDenied);
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        Await.until(
            () -> "a loss, got " + run.context().losses(),
            TestDevice.SOON,
            () ->
                run.context().losses().stream()
                    .anyMatch(loss -> loss.cause().equals("history-unreadable")));
        assertThat(run.context().losses()).hasSize(1);
        assertThat(run.hasEnded()).isFalse();
      }
    }
  }

  /** Industrial-IoT#1995: points of {@code select} are filled as those that have a name. */
  @Test
  void readsBackWhatWasMissedOfPointsThatWereFound() throws Exception {
    try (TestServer server = new TestServer(TestServer.Options.OPEN)) {
      count(server, 1, 1, "kept1", "plain");
      server.start();
      OpcUaAdapter adapter =
          new TestDevice(server.endpoint()).with("select", List.of(Map.of("match", "*"))).adapter();
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        run.context().awaitSample("kept1", any -> !run.hasEnded(), TestDevice.SOON);
        run.context().awaitSample("plain", any -> !run.hasEnded(), TestDevice.SOON);
      }
      count(server, 2, 20, "kept1", "plain");
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        awaitHealed(run);
        assertThat(history(run, "kept1")).isEqualTo(numbers(2, 19));
        assertThat(history(run, "plain")).isEmpty();
      }
    }
  }

  /** An agent that was killed knows only what its journal kept; new nodes are found later still. */
  @Test
  void readsBackWhatTheJournalLacksOfAPointThatIsFoundWhileItRuns() throws Exception {
    try (TestServer server = new TestServer(TestServer.Options.OPEN)) {
      count(server, 1, 9, "kept1");
      server.remove("kept1").show("other", Variant.ofInt32(1)).start();
      OpcUaAdapter adapter =
          new TestDevice(server.endpoint())
              .with("select", List.of(Map.of("match", "*")))
              .with("rebrowse", "1s")
              .adapter();
      RecordingContext life =
          new RecordingContext(state, InstantSource.system())
              .kept("kept1", false, START.plusSeconds(3));
      try (AdapterRun run = AdapterRun.start(adapter, life)) {
        life.awaitSample("other", any -> !run.hasEnded(), TestDevice.SOON);
        count(server, 10, 10, "kept1");
        awaitHealed(run);
        assertThat(history(run, "kept1")).isEqualTo(numbers(4, 9));
      }
    }
  }

  @Test
  void asksNothingWhereNothingWasMissed() throws Exception {
    try (TestServer server = new TestServer(TestServer.Options.OPEN)) {
      OpcUaAdapter adapter = interrupted(server, "kept1");
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        run.context().awaitSample("kept1", any -> true, TestDevice.SOON);
        server.show("kept1", Variant.ofInt64(2), 0, START.plusSeconds(2));
        run.context().awaitSample("kept1", s -> s.value().equals(Value.of(2)), TestDevice.SOON);
        assertThat(server.history().pages()).isZero();
        assertThat(run.context().losses()).isEmpty();
      }
    }
  }

  /** An adapter that has read the number 1 of each point, and was then cut off. */
  private OpcUaAdapter interrupted(TestServer server, String... points) throws Exception {
    count(server, 1, 1, points);
    server.start();
    TestDevice device = new TestDevice(server.endpoint());
    for (String point : points) {
      device.point(point);
    }
    OpcUaAdapter adapter = device.adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      for (String point : points) {
        run.context().awaitSample(point, any -> !run.hasEnded(), TestDevice.SOON);
      }
    }
    return adapter;
  }

  private static void count(TestServer server, int from, int to, String... points) {
    for (int i = from; i <= to; i++) {
      for (String point : points) {
        server.show(point, Variant.ofInt64(i), 0, START.plusSeconds(i));
      }
    }
  }

  private static void awaitHealed(AdapterRun run) throws InterruptedException {
    Await.until(
        () -> "healed, got " + run.context().losses() + run.context().history(),
        TestDevice.SOON,
        () -> run.context().losses().stream().anyMatch(loss -> loss.cause().equals("backfilled")));
  }

  private static List<Long> history(AdapterRun run, String point) {
    return run.context().history().stream()
        .filter(sample -> sample.point().equals(point))
        .map(Sample::value)
        .map(value -> ((Value.Int) value).value())
        .toList();
  }

  private static List<Long> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Long::valueOf).toList();
  }
}
