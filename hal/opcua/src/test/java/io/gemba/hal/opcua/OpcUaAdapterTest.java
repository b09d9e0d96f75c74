package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import io.gemba.hal.tck.Footprint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpcUaAdapterTest {
  private TestServer server;
  @TempDir private Path state;

  @BeforeEach
  void startServer() throws Exception {
    server = new TestServer(TestServer.Options.OPEN).show("speed", Variant.ofInt32(1)).start();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void findsAServerThatHasAPathWhereNoneWasWritten() throws Exception {
    try (TestServer named =
            new TestServer(TestServer.Options.OPEN)
                .under("/plant")
                .show("speed", Variant.ofInt32(7))
                .start();
        AdapterRun run =
            TestDevice.run(new TestDevice(named.endpoint()).point("speed").adapter(), state)) {
      run.context().awaitSample("speed", s -> s.value().equals(new Value.Int(7)), TestDevice.SOON);
    }
  }

  @AfterAll
  static void releaseTheServersThreads() {
    Stack.releaseSharedResources();
  }

  @Test
  void followsANamespaceWhoseIndexMovesOnRestart() throws Exception {
    OpcUaAdapter adapter = new TestDevice(server.endpoint()).point("speed").adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      awaitValue(run, "speed", new Value.Int(1));
      server.stop();
      run.awaitEnd(IOException.class, TestDevice.SOON);
    }
    server.show("speed", Variant.ofInt32(2)).start(3);
    try (AdapterRun again = TestDevice.run(adapter, state)) {
      awaitValue(again, "speed", new Value.Int(2));
    }
  }

  @Test
  void handsOnEveryPointAnewAfterReconnectingBecauseTheHostTurnedItBad() throws Exception {
    OpcUaAdapter adapter =
        new TestDevice(server.endpoint()).point("speed").point("count").adapter();
    server.show("count", Variant.ofInt32(7));
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      awaitValue(run, "speed", new Value.Int(1));
      awaitValue(run, "count", new Value.Int(7));
    }
    server.show("count", Variant.ofInt32(8));
    try (AdapterRun again = TestDevice.run(adapter, state)) {
      awaitValue(again, "count", new Value.Int(8));
      awaitValue(again, "speed", new Value.Int(1));
    }
  }

  @Test
  void noticesAFrozenServer() throws Exception {
    try (StallingProxy proxy = new StallingProxy(server.port())) {
      OpcUaAdapter adapter = new TestDevice(proxy.endpoint()).point("speed").adapter();
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        awaitValue(run, "speed", new Value.Int(1));
        proxy.stall();
        IOException lost = run.awaitEnd(IOException.class, Duration.ofSeconds(15));
        assertThat(lost).hasMessageStartingWith("lost " + proxy.endpoint() + ": ");
        proxy.resume();
      }
      server.show("speed", Variant.ofInt32(2));
      try (AdapterRun again = TestDevice.run(adapter, state)) {
        awaitValue(again, "speed", new Value.Int(2));
      }
    }
  }

  @Test
  void readsABadPointAgainOnceTheServerHasIt() throws Exception {
    OpcUaAdapter adapter =
        new TestDevice(server.endpoint())
            .point("speed")
            .point("later")
            .point("elsewhere", Map.of("node", "nsu=urn:nobody;s=x"))
            .adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      Sample bad =
          run.context().awaitSample("later", s -> s.quality() == Quality.BAD, TestDevice.SOON);
      assertThat(bad.statusCode()).isEqualTo(StatusCodes.Bad_NodeIdUnknown);
      assertThat(run.context().awaitProblem("later", TestDevice.SOON)).contains("s=later");
      assertThat(run.context().awaitProblem("elsewhere", TestDevice.SOON))
          .contains("no such namespace")
          .contains(TestServer.NAMESPACE);
      server.show("later", Variant.ofBoolean(true));
      awaitValue(run, "later", new Value.Bool(true));
      assertThat(run.context().problem("later")).isEmpty();
      assertThat(run.hasEnded()).isFalse();
    }
  }

  @Test
  void sendsEveryChangeWhenTheServerTakesNoDeadband() throws Exception {
    server.show("name", Variant.ofString("a"));
    OpcUaAdapter adapter =
        new TestDevice(server.endpoint()).point("name", Map.of("deadband", 0.5)).adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      awaitValue(run, "name", new Value.Text("a"));
    }
  }

  @Test
  void leavesOutChangesWithinTheDeadband() throws Exception {
    server.show("level", Variant.ofDouble(10.0));
    OpcUaAdapter adapter =
        new TestDevice(server.endpoint()).point("level", Map.of("deadband", 0.5)).adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      awaitValue(run, "level", new Value.Real(10.0));
      server.show("level", Variant.ofDouble(10.2));
      server.show("level", Variant.ofDouble(11.0));
      awaitValue(run, "level", new Value.Real(11.0));
      assertThat(run.context().samples("level")).hasSize(2);
    }
  }

  @Test
  void writesInTheTypeOfTheNodeOrNotAtAll() throws Exception {
    server.show("setpoint", Variant.ofUInt16(Unsigned.ushort(1)));
    OpcUaAdapter adapter =
        new TestDevice(server.endpoint())
            .point("setpoint", Map.of("writable", true))
            .point("speed")
            .adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      awaitValue(run, "setpoint", new Value.UInt(1));
      assertThat(adapter.write("setpoint", Value.of(500.0))).isZero();
      awaitValue(run, "setpoint", new Value.UInt(500));
      assertThat(server.value("setpoint").value())
          .isEqualTo(Variant.ofUInt16(Unsigned.ushort(500)));
      assertThat(adapter.write("setpoint", Value.of(70_000))).isEqualTo(StatusCodes.Bad_OutOfRange);
      assertThat(adapter.write("setpoint", Value.of("x"))).isEqualTo(StatusCodes.Bad_TypeMismatch);
      assertThat(adapter.write("speed", Value.of(2))).isEqualTo(StatusCodes.Bad_NotWritable);
    }
    Throwable thrown =
        org.assertj.core.api.Assertions.catchThrowable(
            () -> adapter.write("setpoint", Value.of(1)));
    assertThat(thrown).isInstanceOf(IOException.class).hasMessageContaining("not connected");
  }

  @Test
  void keepsToTheServersLimitOfItemsPerCall() throws Exception {
    TestDevice device = new TestDevice(server.endpoint());
    int points = 2 * TestServer.ITEMS_PER_CALL + 1;
    for (int i = 0; i < points; i++) {
      server.show("tag" + i, Variant.ofInt32(i));
      device.point("tag" + i);
    }
    try (AdapterRun run = TestDevice.run(device.adapter(), state)) {
      Await.until(
          () -> points + " first values; came " + run.context().samples().size(),
          TestDevice.SOON,
          () -> run.context().samples().size() == points);
      assertThat(server.largestBatch()).isEqualTo(TestServer.ITEMS_PER_CALL);
    }
  }

  @Test
  void readsASilentPointBackAndTellsADeadSubscriptionFromAnUnchangedValue() throws Exception {
    server.show("mute", Variant.ofInt32(1));
    OpcUaAdapter adapter = new TestDevice(server.endpoint()).point("mute").point("speed").adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      awaitValue(run, "mute", new Value.Int(1));
      assertThat(run.hasEnded()).as("unchanged").isFalse();
      server.show("mute", Variant.ofInt32(2));
      assertThat(run.awaitEnd(IOException.class, TestDevice.SOON))
          .hasMessageContaining("its subscription is dead; 'mute' has changed");
      assertThat(run.context().samples("mute")).hasSize(2);
    }
  }

  /** A slow server needs minutes for the first values of a hundred thousand points. */
  @Test
  void aPointThatNeverCameCostsNoSubscriptionThatDelivers() throws Exception {
    server.show("mute", Variant.ofInt32(1));
    OpcUaAdapter adapter = new TestDevice(server.endpoint()).point("mute").point("speed").adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      awaitValue(run, "mute", new Value.Int(1));
      for (int i = 2; run.context().problem("mute").isEmpty(); i++) {
        server.show("mute", Variant.ofInt32(i)).show("speed", Variant.ofInt32(i));
        awaitValue(run, "speed", new Value.Int(i));
        assertThat(run.hasEnded()).isFalse();
        assertThat(i).isLessThan(2_000);
      }
      assertThat(run.context().awaitProblem("mute", TestDevice.SOON))
          .contains("the server stopped sending it although it changes; it is read every");
      server.show("mute", Variant.ofInt32(-1));
      awaitValue(run, "mute", new Value.Int(-1));
    }
  }

  @Test
  @Tag("bed") // ten seconds and more on a busy machine
  void subscribesToTenThousandPointsInSeconds() throws Exception {
    TestDevice device = new TestDevice(server.endpoint()).with("publishing-interval", "200ms");
    for (int i = 0; i < 10_000; i++) {
      server.show("tag" + i, Variant.ofInt32(i));
      device.point("tag" + i);
    }
    Instant begun = Instant.now();
    try (AdapterRun run = TestDevice.run(device.adapter(), state)) {
      Await.until(
          () -> "10,000 first values; came " + run.context().samples().size(),
          Duration.ofSeconds(30),
          () -> run.context().samples().size() >= 10_000);
      System.out.println("10,000 first values after " + Duration.between(begun, Instant.now()));
      assertThat(run.context().samples()).allMatch(sample -> sample.quality() == Quality.GOOD);
    }
  }

  @Test
  void leavesNoThreadBehindAfterTwentyRuns() throws Exception {
    OpcUaAdapter adapter =
        new TestDevice(server.endpoint()).point("speed").with("keep-subscription", "0s").adapter();
    Footprint before = Footprint.now();
    for (int i = 0; i < 20; i++) {
      server.show("speed", Variant.ofInt32(100 + i));
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        awaitValue(run, "speed", new Value.Int(100 + i));
      }
      assertThat(server.sessions()).as("sessions after run %d", i).isLessThanOrEqualTo(1);
    }
    Await.until(
        () -> "nothing is left; there is " + left(before),
        Duration.ofSeconds(3),
        () -> left(before).isEmpty());
    assertThat(server.sessions()).isZero();
  }

  private static java.util.List<String> left(Footprint before) {
    // What the server accepted in this process is its own.
    return Footprint.now().since(before, what -> what.contains(" milo-"));
  }

  private static void awaitValue(AdapterRun run, String point, Value value)
      throws InterruptedException {
    Sample sample = run.context().awaitSample(point, s -> s.value().equals(value), TestDevice.SOON);
    assertThat(sample.quality()).isEqualTo(Quality.GOOD);
  }
}
