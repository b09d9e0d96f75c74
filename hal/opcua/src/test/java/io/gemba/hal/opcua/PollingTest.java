package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PollingTest {
  private TestServer server;
  @TempDir private Path state;

  @BeforeEach
  void startServer() throws Exception {
    server =
        new TestServer(TestServer.Options.OPEN)
            .show("speed", Variant.ofInt32(1))
            .show("level", Variant.ofDouble(10))
            .start();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @AfterAll
  static void releaseTheServersThreads() {
    Stack.releaseSharedResources();
  }

  @Test
  void readsAgainAndAgainAndHandsOnOnlyNews() throws Exception {
    OpcUaAdapter adapter =
        new TestDevice(server.endpoint())
            .with("mode", "poll")
            .point("speed")
            .point("level", Map.of("deadband", 0.5))
            .point("missing")
            .adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      await(run, "level", new Value.Real(10));
      server.show("level", Variant.ofDouble(10.2)).show("speed", Variant.ofInt32(2));
      await(run, "speed", new Value.Int(2));
      server.show("level", Variant.ofDouble(11)).show("speed", Variant.ofInt32(2));
      await(run, "level", new Value.Real(11));
      run.context().awaitSample("missing", s -> s.quality() == Quality.BAD, TestDevice.SOON);
      assertThat(run.context().awaitProblem("missing", TestDevice.SOON))
          .contains("Bad_NodeIdUnknown");
      assertThat(values(run, "speed")).containsExactly(new Value.Int(1), new Value.Int(2));
      assertThat(values(run, "level")).containsExactly(new Value.Real(10), new Value.Real(11));
    }
  }

  /** Issue hivemq-edge#1147 and its like: the session lives, the data does not. */
  @Test
  void readsAPointThatFellSilentBackAndTellsUnchangedFromDead() throws Exception {
    OpcUaAdapter adapter =
        new TestDevice(server.endpoint())
            .point("speed", Map.of("silent-after", "200ms"))
            .point("level", Map.of("silent-after", "200ms"))
            .adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      await(run, "speed", new Value.Int(1));
      await(run, "level", new Value.Real(10));
      server.hush("speed");
      for (double passed : new double[] {15, 16}) { // the round under way may still sample speed
        server.show("level", Variant.ofDouble(passed));
        run.context().awaitSample("level", last(passed), TestDevice.SOON);
      }
      server.show("speed", Variant.ofInt32(2));
      for (int i = 0; i < 200 && values(run, "speed").size() < 2; i++) {
        server.show("level", Variant.ofDouble(20 + i)); // the subscription itself is alive
        run.context().awaitSample("level", last(20 + i), TestDevice.SOON);
      }
      await(run, "speed", new Value.Int(2));
      assertThat(run.context().awaitProblem("speed", TestDevice.SOON))
          .contains("stopped sending it although it changes; it is read every");
      server.show("speed", Variant.ofInt32(3));
      await(run, "speed", new Value.Int(3));
      assertThat(run.context().problem("level")).isEmpty();
      assertThat(run.hasEnded()).isFalse();
    }
  }

  private static Predicate<Sample> last(double value) {
    return sample -> sample.value().equals(new Value.Real(value));
  }

  private static List<Value> values(AdapterRun run, String point) {
    return run.context().samples(point).stream().map(Sample::value).toList();
  }

  private static void await(AdapterRun run, String point, Value value) throws InterruptedException {
    run.context().awaitSample(point, s -> s.value().equals(value), TestDevice.SOON);
  }
}
