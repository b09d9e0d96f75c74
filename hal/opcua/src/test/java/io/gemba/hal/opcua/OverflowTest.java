package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Loss;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverflowTest {
  /** The first connection of a process makes keys; a busy machine takes its time for that. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path state;
  private int next;

  @AfterAll
  static void releaseTheServersThreads() {
    Stack.releaseSharedResources();
  }

  /** iot-edge-opc-publisher-v1#222: a queue too short skips values, and nobody says so. */
  @ParameterizedTest
  @ValueSource(strings = {"oldest", "newest"})
  void aQueueThatIsTooShortBecomesALossAndNotSilence(String discard) throws Exception {
    try (TestServer server =
            new TestServer(TestServer.Options.OPEN).show("count", Variant.ofInt32(0)).start();
        AdapterRun run =
            TestDevice.run(
                new TestDevice(server.endpoint())
                    .with("publishing-interval", "500ms")
                    .point(
                        "count",
                        Map.of("sampling-interval", "10ms", "queue", 2, "discard", discard))
                    .adapter(),
                state)) {
      run.context().awaitSample("count", s -> true, PATIENCE);
      Await.until(
          "a loss",
          PATIENCE,
          () -> {
            server.show("count", Variant.ofInt32(++next));
            return !run.context().losses().isEmpty();
          });
      Loss loss = run.context().losses().getFirst();
      assertThat(loss.point()).isEqualTo("count");
      assertThat(loss.cause()).isEqualTo("queue-overflow");
      assertThat(loss.to()).isAfterOrEqualTo(loss.from());
    }
  }
}
