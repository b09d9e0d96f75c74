package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectTest {
  private TestServer server;
  @TempDir private Path state;

  @BeforeEach
  void startServer() throws Exception {
    server =
        new TestServer(TestServer.Options.OPEN)
            .show("Temp1", Variant.ofInt32(1))
            .show("Temp2", Variant.ofInt32(2))
            .show("speed", Variant.ofInt32(3))
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
  void readsWhatMatchesBesideConfiguredPoints() throws Exception {
    OpcUaAdapter adapter = device(Map.of("match", "**/Temp*")).point("speed").adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      awaitValue(run, "Temp1", 1);
      awaitValue(run, "Temp2", 2);
      awaitValue(run, "speed", 3);
      assertThat(names(run)).containsExactly("Temp1", "Temp2");
    }
  }

  @Test
  void newNodesAppearAndVanishedOnesAreTold() throws Exception {
    OpcUaAdapter adapter = device(Map.of("match", "Temp*")).with("rebrowse", "200ms").adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      awaitValue(run, "Temp2", 2);
      server.show("Temp3", Variant.ofInt32(30)).remove("Temp1");
      awaitValue(run, "Temp3", 30);
      Sample last =
          run.context()
              .awaitSample(
                  "Temp1", s -> s.statusCode() == StatusCodes.Bad_NodeIdUnknown, TestDevice.SOON);
      assertThat(last.quality()).isEqualTo(Quality.BAD);
      Await.until("the list", TestDevice.SOON, () -> names(run).equals(Set.of("Temp2", "Temp3")));
      server.show("Temp1", Variant.ofInt32(11));
      awaitValue(run, "Temp1", 11);
      Await.until("well", TestDevice.SOON, () -> run.context().problem("Temp1").isEmpty());
      server.show("Temp2", Variant.ofInt32(22));
      awaitValue(run, "Temp2", 22);
      assertThat(run.hasEnded()).isFalse();
    }
  }

  @Test
  void tellsWhatIsGoneAfterTheServerRestartedWithOtherNamespaceNumbers() throws Exception {
    OpcUaAdapter adapter = device(Map.of("match", "Temp*")).adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      awaitValue(run, "Temp1", 1);
      awaitValue(run, "Temp2", 2);
      server.stop();
      run.awaitEnd(IOException.class, TestDevice.SOON);
    }
    server.remove("Temp1").show("Temp4", Variant.ofInt32(4)).start(3);
    try (AdapterRun again = TestDevice.run(adapter, state)) {
      awaitValue(again, "Temp4", 4);
      awaitValue(again, "Temp2", 2);
      assertThat(names(again)).containsExactly("Temp2", "Temp4");
      again.context().awaitSample("Temp1", s -> s.quality() == Quality.BAD, TestDevice.SOON);
      assertThat(again.context().awaitProblem("Temp1", TestDevice.SOON)).contains("no longer");
    }
  }

  @Test
  void aSlipDoesNotReadAWholePlant() throws Exception {
    OpcUaAdapter adapter = device(Map.of("match", "**", "limit", 2)).adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      Await.until("two", TestDevice.SOON, () -> names(run).size() == 2);
    }
  }

  @Test
  void findsAPointByItsBrowsePath() throws Exception {
    String name = "nsu=" + TestServer.NAMESPACE + ";speed";
    Map<String, Object> byPath = new HashMap<>();
    byPath.put("path", "/Objects/" + name);
    OpcUaAdapter adapter =
        new TestDevice(server.endpoint())
            .pointWithoutNode("fast", byPath)
            .pointWithoutNode("lost", Map.of("path", "/Objects/2:Nowhere"))
            .adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      awaitValue(run, "fast", 3);
      run.context().awaitSample("lost", s -> s.quality() == Quality.BAD, TestDevice.SOON);
      assertThat(run.context().awaitProblem("lost", TestDevice.SOON))
          .contains("leads nowhere on the server");
    }
  }

  private TestDevice device(Map<String, Object> select) {
    return new TestDevice(server.endpoint()).with("select", List.of(select));
  }

  private static Set<String> names(AdapterRun run) {
    Set<String> names = new TreeSet<>();
    for (DeviceConfig.Point point : run.context().points()) {
      names.add(point.name());
    }
    return names;
  }

  private static void awaitValue(AdapterRun run, String point, long value)
      throws InterruptedException {
    run.context().awaitSample(point, s -> s.value().equals(new Value.Int(value)), TestDevice.SOON);
  }
}
