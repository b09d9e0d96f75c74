package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("bed")
class NodeOpcuaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int POINTS = 100;
  @TempDir private Path state;

  @ParameterizedTest
  @ValueSource(strings = {"none", "best"})
  void bringsEveryValueOfAHundredPointsTenTimesASecond(String security) throws Exception {
    try (NodeOpcuaServer server = NodeOpcuaServer.start();
        AdapterRun run = TestDevice.run(device(server, security).adapter(), state)) {
      Await.until(
          () -> "60 values of the last point; run ended: " + run.hasEnded(),
          PATIENCE,
          () -> run.context().samples("C99").size() >= 60 || run.hasEnded());
      assertRunning(run);
      for (int i = 0; i < POINTS; i++) {
        assertContiguous(run.context().samples("C" + i));
      }
      assertThat(run.context().losses()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "best"})
  void restartsAndCrashesLeaveNoHoleAndNoSecondSession(String security) throws Exception {
    List<Sample> all = new ArrayList<>();
    List<Sample> sessions = new ArrayList<>();
    try (NodeOpcuaServer server = NodeOpcuaServer.start();
        StallingProxy proxy = new StallingProxy(server.port())) {
      TestDevice device =
          device(proxy.endpoint(), security).point("sessions", Map.of("node", "i=2277"));
      for (int run = 0; run < 14; run++) { // the server allows ten sessions
        boolean crash = run % 2 == 0;
        try (AdapterRun one = TestDevice.run(device.adapter(), state)) {
          int enough = run == 13 ? 20 : 3;
          Await.until(
              () -> "values; run ended: " + one.hasEnded(),
              PATIENCE,
              () -> one.context().samples("C99").size() >= enough || one.hasEnded());
          assertRunning(one);
          if (crash) {
            proxy.cut();
            one.awaitEnd(IOException.class, PATIENCE);
          } else {
            one.interrupt();
            one.awaitEnd(InterruptedException.class, PATIENCE);
          }
          all.addAll(one.context().samples("C99"));
          sessions.addAll(one.context().samples("sessions"));
          assertThat(one.context().losses()).isEmpty();
        }
      }
    }
    assertContiguous(all.stream().distinct().toList());
    assertThat(sessions).isNotEmpty().allMatch(sample -> count(sample) <= 1);
  }

  @Test
  void logsInWithAPassword() throws Exception {
    try (NodeOpcuaServer server = NodeOpcuaServer.start()) {
      TestDevice right =
          device(server, "best")
              .with("user", Map.of("name", "gemba", "password-file", "" + Passwords.right()));
      try (AdapterRun run = TestDevice.run(right.adapter(), state)) {
        Await.happens(PATIENCE, () -> !run.context().samples("C0").isEmpty() || run.hasEnded());
        assertRunning(run);
      }
      TestDevice wrong =
          device(server, "best")
              .with("user", Map.of("name", "gemba", "password-file", "" + Passwords.wrong()));
      try (AdapterRun run = TestDevice.run(wrong.adapter(), state)) {
        assertThat(run.awaitEnd(IOException.class, PATIENCE)).hasMessageContaining("user.name");
      }
    }
  }

  @Test
  void resumesWithinFifteenSecondsAfterTheServerWasKilled() throws Exception {
    try (NodeOpcuaServer server = NodeOpcuaServer.start()) {
      OpcUaAdapter adapter = device(server, "none").adapter();
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        run.context().awaitSample("C99", any -> true, PATIENCE);
        server.kill();
        assertThat(run.awaitEnd(IOException.class, Duration.ofSeconds(15)))
            .hasMessageContaining("lost");
      }
      server.restart();
      try (AdapterRun again = TestDevice.run(adapter, state)) {
        again.context().awaitSample("C99", any -> true, Duration.ofSeconds(15));
      }
    }
  }

  /** As a person would write it: keep-alive, time-outs and queue are the defaults. */
  private static TestDevice device(NodeOpcuaServer server, String security) {
    return device(server.endpoint(), security);
  }

  private static TestDevice device(String endpoint, String security) {
    TestDevice device =
        new TestDevice(endpoint)
            .with("security", security)
            .with("trust", "first-use")
            .with("publishing-interval", "250ms")
            .with("keep-alive", "4s")
            .with("request-timeout", "10s");
    for (int i = 0; i < POINTS; i++) {
      device.point(
          "C" + i,
          Map.of("node", "nsu=urn:gemba:bed:counters;s=C" + i, "sampling-interval", "0ms"));
    }
    return device;
  }

  private static void assertRunning(AdapterRun run) throws InterruptedException {
    if (run.hasEnded()) {
      throw new AssertionError("the run ended", run.awaitEnd(Exception.class, Duration.ZERO));
    }
  }

  private static void assertContiguous(List<Sample> samples) {
    long first = count(samples.getFirst());
    for (int i = 0; i < samples.size(); i++) {
      assertThat(count(samples.get(i))).as("value %d of %s", i, samples).isEqualTo(first + i);
    }
  }

  private static long count(Sample sample) {
    return ((Value.UInt) sample.value()).bits();
  }
}
