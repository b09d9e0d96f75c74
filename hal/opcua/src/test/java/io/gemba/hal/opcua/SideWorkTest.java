package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable.Operation;
import io.gemba.hal.spi.Writable.Outcome;
import io.gemba.hal.tck.AdapterRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("bed")
class SideWorkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String PLANT = "nsu=urn:gemba:bed:plant;s=";

  private static NodeOpcuaServer server;

  @TempDir private Path state;

  @BeforeAll
  static void start() throws Exception {
    server = NodeOpcuaServer.plant();
  }

  @BeforeEach
  void calm() throws Exception {
    server.say("level 50");
  }

  @Test
  void writesOnlyWhatFitsTheServersNode() throws Exception {
    OpcUaAdapter adapter = device().adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      run.context().awaitSample("setpoint", any -> true, PATIENCE);
      assertThat(write(adapter, "setpoint", Value.of(42)).statusCode()).isZero();
      run.context().awaitSample("setpoint", s -> s.value().equals(Value.of(42)), PATIENCE);
      Outcome large = write(adapter, "setpoint", Value.of(70_000));
      assertThat(large.statusCode()).isEqualTo(StatusCodes.Bad_OutOfRange);
      assertThat(large.words()).contains("Int16").contains("nothing was written");
      assertThat(write(adapter, "setpoint", list(1.0)).statusCode())
          .isEqualTo(StatusCodes.Bad_TypeMismatch);
      assertThat(write(adapter, "recipe", Value.of(1.5)).words()).contains("array of Float");
      assertThat(write(adapter, "recipe", list(1.5, 2.5, 3.5)).statusCode()).isZero();
      run.context()
          .awaitSample(
              "recipe",
              s -> s.value() instanceof Value.Items items && items.values().size() == 3,
              PATIENCE);
      assertThat(write(adapter, "read-only", Value.of(1)).words()).contains("the server says");
      assertThat(write(adapter, "count", Value.of(1)).words()).contains("writable: true");
    }
  }

  @Test
  void callsAMethodWithTheArgumentsItDeclares() throws Exception {
    OpcUaAdapter adapter = device().point("nothing", method("Nothing")).adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      Sample shown = run.context().awaitSample("add", any -> true, PATIENCE);
      assertThat(shown.value().toString())
          .contains("a=Text[value=UInt16")
          .contains("array of Double");
      Outcome named =
          call(adapter, new Value.Fields(Map.of("b", list(1.5, 2.5), "a", Value.of(3))));
      assertThat(named.statusCode()).as(named.words()).isZero();
      assertThat(named.outputs()).containsExactly(Map.entry("sum", Value.of(7.0)));
      Outcome listed = call(adapter, new Value.Items(List.of(Value.of(3), list(1.0))));
      assertThat(listed.outputs()).containsEntry("sum", Value.of(4.0));
      Outcome wrong = call(adapter, new Value.Items(List.of(Value.of(-3), list(1.0))));
      assertThat(wrong.statusCode()).isEqualTo(StatusCodes.Bad_OutOfRange);
      assertThat(wrong.words()).contains("'a' must be UInt16").contains("nothing was called");
      assertThat(call(adapter, new Value.Items(List.of())).words()).contains("2 arguments: a, b");
      assertThat(call(adapter, new Value.Fields(Map.of("a", Value.of(1)))).words())
          .contains("'b' is missing");
      assertThat(run.context().problem("nothing")).isPresent();
      // one bad point is bad alone
      run.context().awaitSample("count", any -> true, PATIENCE);
    }
  }

  @Test
  void tellsOfAnAlarmFromRaisedToAcknowledgedToGone() throws Exception {
    OpcUaAdapter adapter = device().adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      run.context().awaitSample("alarms", s -> is(s, "type", Value.of("i=2788")), PATIENCE);
      server.say("level 95");
      Sample raised = run.context().awaitSample("alarms", SideWorkTest::isActive, PATIENCE);
      Map<String, Value> fields = ((Value.Fields) raised.value()).values();
      assertThat(fields)
          .containsEntry("source", Value.of("2:Level"))
          .containsEntry("name", Value.of("level"))
          .containsEntry("acked", Value.of(false))
          .containsEntry("retain", Value.of(true))
          .containsKeys("event", "type", "time", "severity", "message", "condition", "source-node");
      assertThat(fields.get("condition").toString()).contains("nsu=urn:gemba:bed:plant;");
      Outcome acknowledged =
          adapter.operate(
              "alarms",
              new Operation.Acknowledge(
                  (Value.Bytes) fields.get("event"), null, "on my way", false));
      assertThat(acknowledged.statusCode()).as(acknowledged.words()).isZero();
      Sample acked =
          run.context().awaitSample("alarms", s -> is(s, "acked", Value.of(true)), PATIENCE);
      assertThat(((Value.Fields) acked.value()).values())
          .containsEntry("comment", Value.of("on my way"));
      server.say("level 50");
      run.context()
          .awaitSample(
              "alarms",
              s -> is(s, "active", Value.of(false)) && s.sourceTime().isAfter(raised.sourceTime()),
              PATIENCE);
      Outcome stale =
          adapter.operate(
              "alarms",
              new Operation.Acknowledge(new Value.Bytes(new byte[] {1}), null, "", false));
      assertThat(stale.words()).contains("no such event");
    }
  }

  @Test
  void knowsWhichAlarmsAreActiveAfterAReconnection() throws Exception {
    OpcUaAdapter adapter = device().adapter();
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      run.context().awaitSample("alarms", s -> is(s, "type", Value.of("i=2788")), PATIENCE);
    }
    server.say("level 95");
    try (AdapterRun run = TestDevice.run(adapter, state)) {
      run.context().awaitSample("alarms", s -> is(s, "type", Value.of("i=2788")), PATIENCE);
      List<Sample> told = run.context().samples("alarms");
      assertThat(told.getFirst()).matches(s -> is(s, "type", Value.of("i=2787")), "refresh start");
      assertThat(told).anyMatch(SideWorkTest::isActive);
    }
  }

  private static boolean isActive(Sample sample) {
    return is(sample, "active", Value.of(true));
  }

  private static boolean is(Sample sample, String field, Value value) {
    return sample.value() instanceof Value.Fields fields
        && value.equals(fields.values().get(field));
  }

  private static Outcome write(OpcUaAdapter adapter, String point, Value value) throws Exception {
    return adapter.operate(point, new Operation.Write(value));
  }

  private static Outcome call(OpcUaAdapter adapter, Value arguments) throws Exception {
    return adapter.operate("add", new Operation.Call(arguments));
  }

  private static Value list(double... numbers) {
    return new Value.Items(
        java.util.Arrays.stream(numbers).mapToObj(Value::of).map(Value.class::cast).toList());
  }

  private static Map<String, Object> method(String name) {
    return Map.of("node", PLANT + name, "mode", "method", "writable", true);
  }

  private static TestDevice device() {
    return new TestDevice(server.endpoint())
        .with("keep-alive", "2s")
        .point("count", Map.of("node", PLANT + "Count", "sampling-interval", "0ms"))
        .point("setpoint", Map.of("node", PLANT + "Setpoint", "writable", true))
        .point("recipe", Map.of("node", PLANT + "Recipe", "writable", true))
        .point("read-only", Map.of("node", PLANT + "ReadOnly", "writable", true))
        .point("add", method("Add"))
        .point(
            "alarms",
            Map.of("node", "i=2253", "mode", "alarms", "writable", true, "severity", 100));
  }
}
