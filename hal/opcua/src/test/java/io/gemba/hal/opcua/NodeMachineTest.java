package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("bed")
class NodeMachineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Value IDLE = named(0, "Idle");
  private static final Value EXECUTE = named(6, "Execute");
  @TempDir private Path state;

  @Test
  void bringsEveryKindOfValueThroughWithoutLosingABit() throws Exception {
    String own = "nsu=" + NodeMachine.NAMESPACE + ";";
    Map<String, Value> expected = new LinkedHashMap<>();
    expected.put("OilTemp", new Value.Real(61.4));
    expected.put("Speed", new Value.Real32(Float.NaN));
    expected.put("Small", new Value.Int(Long.MIN_VALUE));
    expected.put("Large", new Value.UInt(-1));
    expected.put("Guid", new Value.Text("09087e75-8e5e-499b-954f-f2a9603db28a"));
    expected.put("Time", new Value.Time(Instant.parse("2026-11-23T12:00:00.123Z")));
    expected.put("Bytes", new Value.Bytes(new byte[] {0, 1, -1}));
    expected.put("Text", fields("text", new Value.Text("油溫"), "locale", new Value.Text("zh-TW")));
    expected.put("Name", new Value.Text(own + "x"));
    expected.put("Node", new Value.Text(own + "s=Press1"));
    expected.put("Matrix", items(items(ints(1, 2, 3)), items(ints(4, 5, 6))));
    expected.put("Mixed", items(new Value.Int(1), new Value.Text("a")));
    expected.put("Phase", EXECUTE);
    expected.put("Zones", items(zone(4.5, EXECUTE)));
    expected.put("Either", fields("Number", new Value.Int(42)));
    expected.put(
        "Recipe",
        fields(
            "Name", new Value.Text("A"),
            "Serial", new Value.Int(Long.MIN_VALUE),
            "Cycle", new Value.Real(16.5),
            "Main", zone(1.5, EXECUTE),
            "Zones", items(zone(2.5, IDLE), zone(3.5, EXECUTE)),
            "Limit", new Value.Int(7)));
    try (NodeMachine machine = new NodeMachine().start(1)) {
      TestDevice device = device(machine);
      expected.keySet().forEach(name -> device.point(name, Map.of("node", own + "s=" + name)));
      try (AdapterRun run = TestDevice.run(device.adapter(), state)) {
        for (Map.Entry<String, Value> one : expected.entrySet()) {
          assertThat(run.context().awaitSample(one.getKey(), s -> true, PATIENCE).value())
              .as(one.getKey())
              .isEqualTo(one.getValue());
        }
      }
    }
  }

  @Test
  void followsModelChangesAndAShuffledNamespaceArray() throws Exception {
    String own = "nsu=" + NodeMachine.NAMESPACE + ";";
    try (NodeMachine machine = new NodeMachine().start(1)) {
      OpcUaAdapter adapter =
          device(machine)
              .with("select", List.of(Map.of("under", own + "s=Press1", "match", "**/*Temp*")))
              .with("rebrowse", "0ms") // so that only the machine's own word makes it look
              .pointWithoutNode(
                  "by-path", Map.of("path", "/Objects/" + own + "Press1/" + own + "OilTemp"))
              .adapter();
      try (AdapterRun run = TestDevice.run(adapter, state)) {
        awaitNames(run, "OilTemp", "TempSetpoint");
        run.context().awaitSample("OilTemp", s -> s.quality() == Quality.GOOD, PATIENCE);
        run.context().awaitSample("by-path", s -> s.quality() == Quality.GOOD, PATIENCE);
        machine.tell("add WaterTemp");
        run.context().awaitSample("WaterTemp", s -> s.quality() == Quality.GOOD, PATIENCE);
        machine.tell("remove TempSetpoint");
        awaitNames(run, "OilTemp", "WaterTemp");
        machine.kill();
        run.awaitEnd(IOException.class, PATIENCE);
      }
      machine.start(4);
      try (AdapterRun again = TestDevice.run(adapter, state)) {
        awaitNames(again, "OilTemp", "TempSetpoint");
        again.context().awaitSample("OilTemp", s -> s.quality() == Quality.GOOD, PATIENCE);
        again.context().awaitSample("by-path", s -> s.quality() == Quality.GOOD, PATIENCE);
        again.context().awaitSample("WaterTemp", s -> s.quality() == Quality.BAD, PATIENCE);
      }
    }
  }

  private static TestDevice device(NodeMachine machine) {
    return new TestDevice(machine.endpoint())
        .with("security", "best")
        .with("trust", "first-use")
        .with("publishing-interval", "250ms")
        .with("keep-alive", "4s")
        .with("request-timeout", "10s");
  }

  private static void awaitNames(AdapterRun run, String... names) throws InterruptedException {
    Await.until(
        () -> List.of(names) + "; there are " + run.context().points() + run.hasEnded(),
        PATIENCE,
        () ->
            run.context().points().stream()
                .map(DeviceConfig.Point::name)
                .sorted()
                .toList()
                .equals(List.of(names)));
  }

  private static Value zone(double temperature, Value phase) {
    return fields("Temperature", new Value.Real(temperature), "Phase", phase);
  }

  private static Value named(long value, String name) {
    return fields("value", new Value.Int(value), "name", new Value.Text(name));
  }

  private static Value fields(Object... namesAndValues) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
    }
    return new Value.Fields(fields);
  }

  private static Value items(Value... values) {
    return new Value.Items(List.of(values));
  }

  private static Value[] ints(long... numbers) {
    return LongStream.of(numbers).mapToObj(Value.Int::new).toArray(Value[]::new);
  }
}
