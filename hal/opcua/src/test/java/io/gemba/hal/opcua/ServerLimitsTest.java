package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that take little: every point is read all the same, and says how. */
class ServerLimitsTest {
  private final StrictServices services = new StrictServices();
  @TempDir private Path state;

  @AfterAll
  static void releaseTheServersThreads() {
    Stack.releaseSharedResources();
  }

  @Test
  void readsAgainAndAgainWhatGetsNoSubscription() throws Exception {
    try (TestServer server =
        filled(2).limits(TestLimits.USUAL.subscriptions(1)).services(services).start()) {
      TestDevice device =
          new TestDevice(server.endpoint())
              .point("p0")
              .point("p1", Map.of("publishing-interval", "100ms"));
      try (AdapterRun run = TestDevice.run(device.adapter(), state)) {
        await(run, "p0", 0);
        await(run, "p1", 1);
        server.show("p0", Variant.ofInt32(10)).show("p1", Variant.ofInt32(11));
        await(run, "p0", 10);
        await(run, "p1", 11);
        assertThat(services.subscriptionsMade).hasValue(1);
        assertThat(values(run, "p1")).containsExactly(new Value.Int(1), new Value.Int(11));
      }
    }
  }

  @Test
  void readsAgainAndAgainWhatFindsNoRoomAmongTheItems() throws Exception {
    try (TestServer server = filled(5).limits(TestLimits.USUAL.items(3)).start()) {
      try (AdapterRun run = TestDevice.run(device(server, 5).adapter(), state)) {
        for (int i = 0; i < 5; i++) {
          await(run, "p" + i, i);
          server.show("p" + i, Variant.ofInt32(100 + i));
          await(run, "p" + i, 100 + i);
        }
        assertThat(run.context().awaitProblem("p4", TestDevice.SOON))
            .contains("it is read every 50 ms, because the server watches no more points")
            .contains("Bad_TooManyMonitoredItems");
        assertThat(run.context().problem("p2")).isEmpty();
        assertThat(run.context().samples()).allMatch(sample -> sample.quality() == Quality.GOOD);
      }
    }
  }

  /** hivemq-edge#1759: the limits that the server shows, and smaller ones that it does not. */
  @Test
  void halvesACallThatTheServerRefusesAlthoughItAllowsAsMuch() throws Exception {
    services.mostItemsInOneCall(30);
    try (TestServer server = filled(100).services(services).start()) {
      try (AdapterRun run = TestDevice.run(device(server, 100).adapter(), state)) {
        awaitAll(run, 100);
        assertThat(services.largestItemCall).hasValue(100);
        assertThat(services.itemCalls.get()).isBetween(5, 10);
      }
    }
  }

  /** hivemq-edge#1759: Siemens says 1,000 items a subscription, and small batches are safer. */
  @Test
  void givesAnS71200AThousandItemsASubscriptionInSmallBatches() throws Exception {
    try (TestServer server = filled(1_050).services(services).start()) {
      TestDevice device = device(server, 1_050).with("profile", "s7-1200");
      try (AdapterRun run = TestDevice.run(device.adapter(), state)) {
        awaitAll(run, 1_050);
        assertThat(services.subscriptionsMade).hasValue(2);
        assertThat(services.largestItemCall).hasValue(50);
        assertThat(services.itemCalls).hasValue(21);
        server.show("p1049", Variant.ofInt32(7));
        await(run, "p1049", 7);
      }
    }
  }

  /** hivemq-edge#1759: WAGO counts what one call reads. */
  @Test
  void readsNoMoreAtOnceThanTheServerAllows() throws Exception {
    try (TestServer server = filled(25).limits(TestLimits.USUAL.nodesPerRead(4)).start()) {
      TestDevice device = device(server, 25).with("mode", "poll");
      try (AdapterRun run = TestDevice.run(device.adapter(), state)) {
        awaitAll(run, 25);
        server.show("p24", Variant.ofInt32(7));
        await(run, "p24", 7);
      }
    }
  }

  @Test
  void leavesOutAPercentOfTheRangeItselfWhereTheServerDoesNot() throws Exception {
    try (TestServer server = filled(0).show("level", Variant.ofDouble(0)).start()) {
      server.range("level", -100, 100);
      TestDevice device = new TestDevice(server.endpoint()).point("level", PERCENT);
      try (AdapterRun run = TestDevice.run(device.adapter(), state)) {
        awaitReal(run, 0);
        assertThat(run.context().awaitProblem("level", TestDevice.SOON))
            .contains("the gateway itself leaves out small changes")
            .contains("Bad_");
        show(server, 3.9); // of 200: two percent are 4
        show(server, 4.1);
        awaitReal(run, 4.1);
        assertThat(values(run, "level")).containsExactly(new Value.Real(0), new Value.Real(4.1));
      }
    }
  }

  @Test
  void sendsEveryChangeWhereNobodyKnowsThePercentOfWhat() throws Exception {
    try (TestServer server = filled(0).show("level", Variant.ofDouble(0)).start()) {
      TestDevice device = new TestDevice(server.endpoint()).point("level", PERCENT);
      try (AdapterRun run = TestDevice.run(device.adapter(), state)) {
        awaitReal(run, 0);
        assertThat(run.context().awaitProblem("level", TestDevice.SOON))
            .contains("every change is sent")
            .contains("tells no range");
        show(server, 0.1);
        awaitReal(run, 0.1);
      }
    }
  }

  @Test
  void aServerThatTakesNoFilterAtAllCostsNoPoint() throws Exception {
    services.refuseFilters(StatusCodes.Bad_MonitoredItemFilterUnsupported);
    try (TestServer server =
        filled(0).show("level", Variant.ofDouble(0)).services(services).start()) {
      TestDevice device = new TestDevice(server.endpoint()).point("level", Map.of("deadband", 1));
      try (AdapterRun run = TestDevice.run(device.adapter(), state)) {
        awaitReal(run, 0);
        show(server, 0.9);
        show(server, 2);
        awaitReal(run, 2);
        assertThat(values(run, "level")).containsExactly(new Value.Real(0), new Value.Real(2));
      }
    }
  }

  private static final Map<String, Object> PERCENT =
      Map.of("deadband", 2, "deadband-type", "percent", "sampling-interval", "10ms");

  /** Stays until the server has sampled it. */
  private static void show(TestServer server, double value) throws InterruptedException {
    server.show("level", Variant.ofDouble(value));
    int before = server.reads("level");
    Await.until("it is sampled", TestDevice.SOON, () -> server.reads("level") >= before + 2);
  }

  private static TestServer filled(int points) throws Exception {
    TestServer server = new TestServer(TestServer.Options.OPEN);
    for (int i = 0; i < points; i++) {
      server.show("p" + i, Variant.ofInt32(i));
    }
    return server;
  }

  private static TestDevice device(TestServer server, int points) {
    TestDevice device = new TestDevice(server.endpoint());
    for (int i = 0; i < points; i++) {
      device.point("p" + i);
    }
    return device;
  }

  private static void awaitAll(AdapterRun run, int points) throws InterruptedException {
    Await.until(
        () -> points + " first values; came " + run.context().samples().size(),
        TestDevice.SOON,
        () -> run.hasEnded() || run.context().samples().size() >= points);
    assertThat(run.context().samples())
        .hasSize(points)
        .allMatch(sample -> sample.quality() == Quality.GOOD);
  }

  private static void await(AdapterRun run, String point, int value) throws InterruptedException {
    run.context().awaitSample(point, s -> s.value().equals(new Value.Int(value)), TestDevice.SOON);
  }

  private static void awaitReal(AdapterRun run, double value) throws InterruptedException {
    run.context()
        .awaitSample("level", s -> s.value().equals(new Value.Real(value)), TestDevice.SOON);
  }

  private static List<Value> values(AdapterRun run, String point) {
    return run.context().samples(point).stream().map(Sample::value).toList();
  }
}
