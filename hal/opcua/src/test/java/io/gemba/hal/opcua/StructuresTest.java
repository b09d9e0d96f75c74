package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StructuresTest {
  @TempDir private Path state;

  @AfterAll
  static void releaseTheServersThreads() {
    Stack.releaseSharedResources();
  }

  /** ServerStatus holds a structure, an enumeration, subtypes of simple types, a text. */
  @Test
  void readsAStructureByTheServersOwnDefinition() throws Exception {
    try (TestServer server =
            new TestServer(TestServer.Options.OPEN).show("x", Variant.ofInt32(1)).start();
        AdapterRun run =
            TestDevice.run(
                new TestDevice(server.endpoint())
                    .point("status", Map.of("node", "i=2256"))
                    .point("state", Map.of("node", "i=2259"))
                    .point("number", Map.of("node", "i=2259", "enum", "number"))
                    .adapter(),
                state)) {
      Map<String, Value> running = new LinkedHashMap<>();
      running.put("value", new Value.Int(0));
      running.put("name", new Value.Text("Running"));
      Sample status = run.context().awaitSample("status", s -> true, TestDevice.SOON);
      assertThat(status.value()).isInstanceOf(Value.Fields.class);
      Map<String, Value> fields = ((Value.Fields) status.value()).values();
      assertThat(fields.keySet())
          .containsExactly(
              "StartTime",
              "CurrentTime",
              "State",
              "BuildInfo",
              "SecondsTillShutdown",
              "ShutdownReason");
      assertThat(fields.get("StartTime")).isInstanceOf(Value.Time.class);
      assertThat(fields.get("State")).isEqualTo(new Value.Fields(running));
      assertThat(((Value.Fields) fields.get("BuildInfo")).values())
          .containsKeys("ProductUri", "ManufacturerName", "BuildDate");
      Sample one = run.context().awaitSample("state", s -> true, TestDevice.SOON);
      assertThat(one.value()).isEqualTo(new Value.Fields(running));
      Sample number = run.context().awaitSample("number", s -> true, TestDevice.SOON);
      assertThat(number.value()).isEqualTo(new Value.Int(0));
    }
  }
}
