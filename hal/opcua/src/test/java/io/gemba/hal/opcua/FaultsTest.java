package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks and servers that misbehave. {@code -Dgemba.opcua.reconnects=5000} reconnects as often as
 * the issue wants and looks at the memory.
 */
@Tag("bed")
class FaultsTest {
  private static final int RECONNECTS = Integer.getInteger("gemba.opcua.reconnects", 25);
  private static final int WORTH_MEASURING = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  @TempDir private Path state;

  @AfterAll
  static void releaseTheServersThreads() {
    Stack.releaseSharedResources();
  }

  @Test
  void aCorruptedStreamGivesNoWrongValueAndEndsTheRun() throws Exception {
    try (TestServer server = server(TestServer.Options.SECURED);
        StallingProxy proxy = new StallingProxy(server.port())) {
      OpcUaAdapter adapter =
          new TestDevice(proxy.endpoint())
              .with("security", "best")
              .with("trust", "first-use")
              .point("count")
              .adapter();
      for (int every = 1; every <= 4; every++) {
        proxy.corrupt(0);
        try (AdapterRun run = TestDevice.run(adapter, state)) {
          run.context().awaitSample("count", FaultsTest::isGood, TestDevice.SOON);
          proxy.corrupt(every);
          Await.until(
              () -> "the run ends although values change",
              PATIENCE,
              () -> {
                server.show("count", Variant.ofInt32(7));
                server.show("count", Variant.ofInt32(1));
                return run.hasEnded();
              });
          run.awaitEnd(IOException.class, PATIENCE);
          assertThat(run.context().samples("count"))
              .filteredOn(FaultsTest::isGood)
              .extracting(Sample::value)
              .isSubsetOf(new Value.Int(1), new Value.Int(7));
        }
      }
      proxy.corrupt(0);
      try (AdapterRun again = TestDevice.run(adapter, state)) {
        again.context().awaitSample("count", FaultsTest::isGood, TestDevice.SOON);
        assertThat(server.sessions()).isEqualTo(1);
      }
    }
  }

  @Test
  void aSlowNetworkIsNoReasonToReconnect() throws Exception {
    try (TestServer server = server(TestServer.Options.OPEN);
        StallingProxy proxy = new StallingProxy(server.port())) {
      OpcUaAdapter adapter = new TestDevice(proxy.endpoint()).point("count").adapter();
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        run.context().awaitSample("count", FaultsTest::isGood, TestDevice.SOON);
        proxy.delay(40);
        server.show("count", Variant.ofInt32(2));
        awaitValue(run, 2);
        server.show("count", Variant.ofInt32(3));
        awaitValue(run, 3);
        assertThat(run.hasEnded()).isFalse();
      }
    }
  }

  @Test
  void aServerThatComesBackWithFewerNodesCostsOnlyThose() throws Exception {
    try (TestServer server = server(TestServer.Options.OPEN).show("gone", Variant.ofInt32(1))) {
      OpcUaAdapter adapter =
          new TestDevice(server.endpoint()).point("count").point("gone").adapter();
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        run.context().awaitSample("gone", FaultsTest::isGood, TestDevice.SOON);
        server.stop();
        run.awaitEnd(IOException.class, PATIENCE);
      }
      server.withdraw("gone").show("count", Variant.ofInt32(5)).start(2);
      try (AdapterRun again = TestDevice.run(adapter, state)) {
        awaitValue(again, 5);
        again
            .context()
            .awaitSample("gone", sample -> sample.quality() == Quality.BAD, TestDevice.SOON);
      }
    }
  }

  /**
   * Industrial-IoT#2365, plc4x#2644, #1101, device-opc-ua#53: memory grows with each reconnection.
   */
  @Test
  void neverHasMoreThanOneSessionHoweverOftenItReconnects() throws Exception {
    boolean measured = RECONNECTS >= WORTH_MEASURING;
    int lanes = measured ? 5 : 1;
    int times = measured ? WORTH_MEASURING / 2 / lanes : RECONNECTS;
    List<ReconnectLane> all = new ArrayList<>();
    List<Long> heap = new ArrayList<>();
    try {
      for (int i = 0; i < lanes; i++) {
        all.add(new ReconnectLane(Files.createDirectory(state.resolve("lane" + i))));
      }
      for (int done = 0; done < RECONNECTS; done += lanes * times) {
        together(all, times);
        heap.add(usedMemory() >> 10);
        if (measured) {
          System.out.printf(
              "%d reconnects: heap %d KiB, %d threads%n",
              done + lanes * times, heap.getLast(), Thread.activeCount());
        }
      }
    } finally {
      all.forEach(ReconnectLane::close);
    }
    if (measured) {
      assertThat(heap.getLast()).isLessThan(heap.getFirst() + heap.getFirst() / 4);
    }
  }

  private static void together(List<ReconnectLane> lanes, int times) throws Exception {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (ReconnectLane lane : lanes) {
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                lane.reconnect(times);
                return null;
              });
      tasks.add(task);
      Thread.ofPlatform().start(task);
    }
    for (FutureTask<Void> task : tasks) {
      task.get();
    }
  }

  @Test
  void readsTheOtherServerWhenOneIsLost() throws Exception {
    try (TestServer one = server(TestServer.Options.OPEN);
        TestServer other = server(TestServer.Options.OPEN)) {
      OpcUaAdapter adapter = redundant(one, other);
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        awaitValue(run, 1);
        one.stop();
        other.show("count", Variant.ofInt32(2));
        run.awaitEnd(IOException.class, PATIENCE);
      }
      try (AdapterRun again = TestDevice.run(adapter, state)) {
        awaitValue(again, 2);
        assertThat(again.context().losses()).extracting(Loss::cause).contains("subscription-lost");
      }
    }
  }

  @Test
  void readsTheServerWithTheBetterServiceLevel() throws Exception {
    try (TestServer one = server(TestServer.Options.OPEN);
        TestServer other = server(TestServer.Options.OPEN)) {
      OpcUaAdapter adapter = redundant(one, other);
      other.show("count", Variant.ofInt32(2));
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        awaitValue(run, 1);
        one.serviceLevel(100);
        assertThat(run.awaitEnd(IOException.class, PATIENCE))
            .hasMessageContaining("service level is 100")
            .hasMessageContaining(other.endpoint() + " with 255");
      }
      assertThat(one.sessions()).isZero();
      try (AdapterRun again = TestDevice.run(adapter, state)) {
        awaitValue(again, 2);
        assertThat(again.context().losses()).extracting(Loss::cause).contains("subscription-lost");
        assertThat(other.sessions()).isEqualTo(1);
      }
    }
  }

  private static OpcUaAdapter redundant(TestServer one, TestServer other) throws Exception {
    return new TestDevice("").endpoints(one.endpoint(), other.endpoint()).point("count").adapter();
  }

  private static TestServer server(TestServer.Options options) throws Exception {
    return new TestServer(options).show("count", Variant.ofInt32(1)).start();
  }

  private static boolean isGood(Sample sample) {
    return sample.quality() == Quality.GOOD;
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static void awaitValue(AdapterRun run, int value) throws InterruptedException {
    Await.until(
        () -> value + "; came instead: " + run.context().samples(),
        TestDevice.SOON,
        () ->
            run.hasEnded()
                || run.context().samples("count").stream()
                    .anyMatch(s -> s.value().equals(new Value.Int(value))));
    if (run.hasEnded()) {
      throw new AssertionError("it ended", run.awaitEnd(Throwable.class, PATIENCE));
    }
  }
}
