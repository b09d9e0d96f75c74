package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * One server whose connection breaks again and again, and one adapter that comes back to it.
 * Several side by side break more often in a minute: most of a reconnection is waiting.
 */
final class ReconnectLane implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final TestServer server;
  private final StallingProxy proxy;
  private final OpcUaAdapter adapter;
  private final Path state;
  private int count;

  ReconnectLane(Path state) throws Exception {
    this.state = state;
    server = new TestServer(TestServer.Options.OPEN).show("count", Variant.ofInt32(0)).start();
    proxy = new StallingProxy(server.port());
    adapter = new TestDevice(proxy.endpoint()).point("count").adapter();
  }

  /** Every time there is a new value, one session, one subscription, and then a cut. */
  void reconnect(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      Value.Int fresh = new Value.Int(++count);
      server.show("count", Variant.ofInt32(count));
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        Await.until(
            () -> count + "; came instead: " + run.context().samples(),
            TestDevice.SOON,
            () ->
                run.hasEnded()
                    || run.context().samples("count").stream()
                        .anyMatch(sample -> sample.value().equals(fresh)));
        assertThat(run.hasEnded()).as("ended before %d came", count).isFalse();
        assertThat(server.sessions()).isEqualTo(1);
        assertThat(server.subscriptions()).isEqualTo(1);
        proxy.cut();
        run.awaitEnd(IOException.class, PATIENCE);
      }
    }
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }
}
