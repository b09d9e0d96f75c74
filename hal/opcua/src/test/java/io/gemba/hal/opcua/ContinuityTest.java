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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuityTest {
  private static final Map<String, Object> FAST = Map.of("sampling-interval", "10ms");
  @TempDir private Path state;

  @AfterAll
  static void releaseTheServersThreads() {
    Stack.releaseSharedResources();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "best"})
  void bringsWhatHappenedWhileTheAgentRestarted(String security) throws Exception {
    try (TestServer server = server()) {
      try (AdapterRun run = TestDevice.run(device(server, security).adapter(), state)) {
        awaitValue(run, "count", 0);
      }
      assertThat(server.sessions()).isEqualTo(1);
      count(server, 1, 10);
      try (AdapterRun again = TestDevice.run(device(server, security).adapter(), state)) {
        awaitValue(again, "count", 10);
        assertThat(values(again, "count")).containsExactlyElementsOf(range(1, 10));
        awaitValue(again, "still", 7);
        assertThat(again.context().losses()).isEmpty();
        assertThat(server.sessions()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "best"})
  void aKilledAgentTakesItsSessionOverInsteadOfLeavingItOnTheServer(String security)
      throws Exception {
    try (TestServer server = server();
        StallingProxy proxy = new StallingProxy(server.port())) {
      for (int kill = 0; kill < 5; kill++) {
        // A crash is a run whose file nobody touches afterwards and whose sockets just break.
        byte[] file;
        try (AdapterRun run = TestDevice.run(device(proxy.endpoint(), security).adapter(), state)) {
          awaitValue(run, "count", kill * 6);
          Await.until("subscriptions", TestDevice.SOON, () -> text().contains("subscription.0"));
          file = Files.readAllBytes(file());
          proxy.cut();
          run.awaitEnd(IOException.class, TestDevice.SOON);
        }
        Files.write(file(), file);
        count(server, kill * 6 + 1, kill * 6 + 6);
        assertThat(server.sessions()).isEqualTo(1);
      }
      try (AdapterRun last = TestDevice.run(device(proxy.endpoint(), security).adapter(), state)) {
        awaitValue(last, "count", 30);
        assertThat(values(last, "count")).endsWith(range(25, 30).toArray(Long[]::new));
        assertThat(server.sessions()).isEqualTo(1);
      }
    }
  }

  @Test
  void bringsWhatHappenedWhileTheNetworkWasDown() throws Exception {
    try (TestServer server = server();
        StallingProxy proxy = new StallingProxy(server.port())) {
      OpcUaAdapter adapter = device(proxy.endpoint(), "none").adapter();
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        awaitValue(run, "count", 0);
        proxy.cut();
        run.awaitEnd(IOException.class, TestDevice.SOON);
      }
      count(server, 1, 12);
      try (AdapterRun again = TestDevice.run(adapter, state)) {
        awaitValue(again, "count", 12);
        assertThat(values(again, "count")).containsExactlyElementsOf(range(1, 12));
        assertThat(again.context().losses()).isEmpty();
      }
    }
  }

  @Test
  void namesTheHoleWhenTheServerForgotUs() throws Exception {
    try (TestServer server = server()) {
      OpcUaAdapter adapter = device(server, "none").adapter();
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        awaitValue(run, "count", 0);
      }
      server.stop();
      server.show("count", Variant.ofInt64(5)).start();
      try (AdapterRun again = TestDevice.run(adapter, state)) {
        awaitValue(again, "count", 5);
        assertThat(again.context().losses()).extracting(Loss::cause).contains("subscription-lost");
      }
    }
  }

  @Test
  void namesWhatTheServersQueueCouldNotHold() throws Exception {
    try (TestServer server = server()) {
      OpcUaAdapter adapter =
          new TestDevice(server.endpoint())
              .point("count", Map.of("sampling-interval", "10ms", "queue", 5))
              .adapter();
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        awaitValue(run, "count", 0);
      }
      count(server, 1, 40);
      try (AdapterRun again = TestDevice.run(adapter, state)) {
        awaitValue(again, "count", 40);
        assertThat(again.context().losses()).extracting(Loss::cause).contains("queue-overflow");
      }
    }
  }

  @Test
  void beginsAnewWhenThePointsHaveChanged() throws Exception {
    try (TestServer server = server()) {
      try (AdapterRun run = TestDevice.run(device(server, "none").adapter(), state)) {
        awaitValue(run, "count", 0);
      }
      OpcUaAdapter other = new TestDevice(server.endpoint()).point("still", FAST).adapter();
      try (AdapterRun again = TestDevice.run(other, state)) {
        awaitValue(again, "still", 7);
        assertThat(again.context().samples("count")).isEmpty();
        assertThat(server.sessions()).isEqualTo(1);
        assertThat(server.subscriptions()).isEqualTo(1);
      }
    }
  }

  @Test
  void logsOffAtTheStopWhenNothingIsToBeKept() throws Exception {
    try (TestServer server = server()) {
      OpcUaAdapter adapter = device(server, "none").with("keep-subscription", "0s").adapter();
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        awaitValue(run, "count", 0);
      }
      assertThat(server.sessions()).isZero();
      assertThat(file()).doesNotExist();
    }
  }

  @Test
  void keepsTheSecretsOfASessionFromOthers() throws Exception {
    try (TestServer server = server()) {
      try (AdapterRun run = TestDevice.run(device(server, "none").adapter(), state)) {
        awaitValue(run, "count", 0);
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
          .isEqualTo("rw-------");
      KeptSession kept = new KeptSessions(state, "device").load().orElseThrow();
      assertThat(kept.toString()).doesNotContain(kept.token().getIdentifier().toString());
    }
  }

  @Test
  void aDamagedFileIsAsGoodAsNone() throws Exception {
    try (TestServer server = server()) {
      for (String damage : List.of("", "version=1\ntoken=nonsense", "\0\0\0")) {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), damage);
        OpcUaAdapter adapter = device(server, "none").with("keep-subscription", "0s").adapter();
        try (AdapterRun run = TestDevice.run(adapter, state)) {
          awaitValue(run, "count", 0);
        }
      }
    }
  }

  private static TestServer server() throws Exception {
    return new TestServer(TestServer.Options.SECURED)
        .show("count", Variant.ofInt64(0))
        .show("still", Variant.ofInt64(7))
        .start();
  }

  private static TestDevice device(TestServer server, String security) {
    return device(server.endpoint(), security);
  }

  private static TestDevice device(String endpoint, String security) {
    return new TestDevice(endpoint)
        .with("security", security)
        .with("trust", "first-use")
        .point("count", FAST)
        .point("still", FAST);
  }

  private Path file() {
    return state.resolve("sessions/device.properties");
  }

  private String text() {
    try {
      return Files.readString(file());
    } catch (IOException e) {
      return "";
    }
  }

  /** Each value stays until the server has sampled it. */
  private static void count(TestServer server, long from, long to) throws InterruptedException {
    for (long value = from; value <= to; value++) {
      server.show("count", Variant.ofInt64(value));
      int before = server.reads("count");
      Await.until("it is sampled", TestDevice.SOON, () -> server.reads("count") >= before + 2);
    }
  }

  private static List<Long> range(long from, long to) {
    return java.util.stream.LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static List<Long> values(AdapterRun run, String point) {
    return run.context().samples(point).stream()
        .filter(sample -> sample.quality() == Quality.GOOD)
        .map(ContinuityTest::value)
        .toList();
  }

  private static long value(Sample sample) {
    return ((Value.Int) sample.value()).value();
  }

  private static void awaitValue(AdapterRun run, String point, long value)
      throws InterruptedException {
    Duration soon = TestDevice.SOON;
    run.context().awaitSample(point, s -> s.value().equals(new Value.Int(value)), soon);
  }
}
