package io.gemba.hal.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.gemba.hal.simulator.model.PackMlState;
import io.gemba.hal.simulator.model.Signal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpcUaServerTest {

  @TempDir private static Path folder;

  @Test
  void aClientReadsEverySignalOfEveryPress() throws Exception {
    try (SimulatedPlant plant = quick().lines(2).start();
        PlantClient client = PlantClient.open(plant)) {
      assertThat(client.namespace()).isEqualTo(2);
      for (String press : List.of("Press1", "Press2")) {
        for (Signal signal : Signal.values()) {
          DataValue value = client.read(press + "." + signal.label());
          assertThat(value.statusCode().isGood()).isTrue();
          assertThat(value.value().value()).isInstanceOf(javaType(signal));
          assertThat(instant(value)).isBefore(Instant.now().plusSeconds(1));
        }
      }
    }
  }

  @Test
  void theUnitIsAProperty() throws Exception {
    try (SimulatedPlant plant = quick().start();
        PlantClient client = PlantClient.open(plant)) {
      ExtensionObject unit =
          (ExtensionObject) client.read("Press1.OilTemp.EngineeringUnits").value().value();
      EUInformation decoded =
          (EUInformation)
              Objects.requireNonNull(unit).decode(client.client.getStaticEncodingContext());
      assertThat(decoded.getUnitId()).isEqualTo(4_408_652);
      assertThat(decoded.getDescription().text()).isEqualTo("CEL");
    }
  }

  @Test
  void namespacesBeforeShiftTheIndex() throws Exception {
    try (SimulatedPlant plant = quick().namespacesBefore(3).start();
        PlantClient client = PlantClient.open(plant)) {
      assertThat(client.namespace()).isEqualTo(5);
      assertThat(client.read("Press1.StateCurrent").statusCode().isGood()).isTrue();
    }
  }

  @Test
  void theSetpointIsWritableWithinItsRangeAndNothingElseIs() throws Exception {
    try (SimulatedPlant plant = quick().start();
        PlantClient client = PlantClient.open(plant)) {
      assertThat(client.write("Press1.Setpoint", 72.5).isGood()).isTrue();
      assertThat(plant.value("Press1", Signal.SETPOINT)).isEqualTo(72.5);
      assertThat(client.read("Press1.Setpoint").value().value()).isEqualTo(72.5);
      assertThat(client.write("Press1.Setpoint", 500.0).value())
          .isEqualTo(StatusCodes.Bad_OutOfRange);
      assertThat(client.write("Press1.Setpoint", "hot").value())
          .isEqualTo(StatusCodes.Bad_TypeMismatch);
      assertThat(client.write("Press1.OilTemp", 1.0).value())
          .isEqualTo(StatusCodes.Bad_UserAccessDenied);
    }
  }

  @Test
  void aSubscriberHearsEveryPulseWithItsOwnTime() throws Exception {
    try (SimulatedPlant plant = quick().start();
        PlantClient client = PlantClient.open(plant)) {
      List<DataValue> heard = client.listen("Press1.PartPulse", 0);
      Await.until("ten parts", () -> rising(heard) >= 10);

      List<DataValue> changes = heard.stream().skip(1).limit(18).toList();
      for (int i = 1; i < changes.size(); i += 2) {
        boolean high = changes.get(i - 1).value().value() == Boolean.TRUE;
        long millis =
            Duration.between(instant(changes.get(i - 1)), instant(changes.get(i))).toMillis();
        assertThat(high ? millis : 50).isEqualTo(50);
      }
    }
  }

  @Test
  void aSamplingIntervalThinsOutAndKeepsTheNewest() throws Exception {
    try (SimulatedPlant plant = quick().load(10, Duration.ofMillis(50)).start();
        PlantClient client = PlantClient.open(plant)) {
      List<DataValue> heard = client.listen("Load.Tag00008", 500);
      Await.until("three samples", () -> heard.size() >= 4);

      for (int i = 2; i < 4; i++) {
        Duration gap = Duration.between(instant(heard.get(i - 1)), instant(heard.get(i)));
        assertThat(gap.toMillis()).isGreaterThanOrEqualTo(450);
      }
    }
  }

  @Test
  void loadTagsChangeEveryIntervalWithoutAHole() throws Exception {
    try (SimulatedPlant plant = quick().load(100, Duration.ofMillis(100)).start();
        PlantClient client = PlantClient.open(plant)) {
      List<DataValue> counter = client.listen("Load.Tag00008", 0);
      List<DataValue> wave = client.listen("Load.Tag00001", 0);
      List<DataValue> toggle = client.listen("Load.Tag00100", 0);
      Await.until("changes", () -> counter.size() > 12 && wave.size() > 12 && toggle.size() > 12);

      for (int i = 1; i < 12; i++) {
        int before = (Integer) Objects.requireNonNull(counter.get(i - 1).value().value());
        assertThat(counter.get(i).value().value()).isEqualTo(before + 1);
        assertThat(wave.get(i).value()).isNotEqualTo(wave.get(i - 1).value());
        assertThat(toggle.get(i).value()).isNotEqualTo(toggle.get(i - 1).value());
        assertThat(Duration.between(instant(counter.get(i - 1)), instant(counter.get(i))))
            .isEqualTo(Duration.ofMillis(100));
      }
    }
  }

  @Test
  void whatTheServerShowsEqualsTheTruthFile() throws Exception {
    Path truth = folder.resolve("truth.jsonl");
    List<DataValue> states;
    try (SimulatedPlant plant = quick().speed(10).truth(truth).start();
        PlantClient client = PlantClient.open(plant)) {
      states = client.listen("Press1.StateCurrent", 0);
      Await.until("running", () -> heardState(states, PackMlState.EXECUTE));
      plant.say("hold looking \"twice\"");
      Await.until("held", () -> heardState(states, PackMlState.HELD));
    }
    List<String> lines = Files.readAllLines(truth);
    for (DataValue state : states.subList(1, states.size())) {
      assertThat(lines)
          .anyMatch(
              line ->
                  line.contains("\"from\":" + instant(state).toEpochMilli())
                      && line.contains("\"state\":" + state.value().value() + ","));
    }
    assertThat(lines.getFirst()).contains("\"kind\":\"line\"");
    assertThat(lines).anyMatch(line -> line.contains("looking \\\"twice\\\"\",\"open\":true"));
    assertThat(lines.getLast()).contains("\"kind\":\"counts\"");
    long parts = lines.stream().filter(line -> line.contains("\"kind\":\"part\"")).count();
    assertThat(lines.getLast()).contains("\"count\":" + parts + ",");
  }

  @Test
  void faultWordsAreMethods() throws Exception {
    try (SimulatedPlant plant = quick().start();
        PlantClient client = PlantClient.open(plant)) {
      var answer = client.call("fault", "Press1 belt torn");
      assertThat(Objects.requireNonNull(answer.getOutputArguments())[0].value())
          .isEqualTo("Press1 is Aborting (belt torn)");
      assertThat(client.read("Press1.StopReason").value().value()).isEqualTo("belt torn");
      assertThat(client.call("starve", "").getStatusCode().value())
          .isEqualTo(StatusCodes.Bad_InvalidState);
      assertThat(client.call("freeze-point", "nothing").getStatusCode().value())
          .isEqualTo(StatusCodes.Bad_InvalidArgument);
    }
  }

  @Test
  void aFrozenPointKeepsItsOldValueAndTime() throws Exception {
    try (SimulatedPlant plant = quick().load(10, Duration.ofMillis(20)).start();
        PlantClient client = PlantClient.open(plant)) {
      plant.say("freeze-point Load.Tag00008");
      DataValue frozen = client.read("Load.Tag00008");
      DataValue other = client.read("Load.Tag00009");
      Await.until("the other", () -> !client.read("Load.Tag00009").value().equals(other.value()));
      assertThat(client.read("Load.Tag00008").value()).isEqualTo(frozen.value());
      assertThat(client.read("Load.Tag00008").sourceTime()).isEqualTo(frozen.sourceTime());

      plant.say("good-point Load.Tag00008");
      assertThat(client.read("Load.Tag00008").value()).isNotEqualTo(frozen.value());
    }
  }

  @Test
  void aBadPointHasNoValueAndAFlappingOneTurns() throws Exception {
    try (SimulatedPlant plant = quick().start();
        PlantClient client = PlantClient.open(plant)) {
      plant.say("bad-point Press1.OilTemp");
      assertThat(client.read("Press1.OilTemp").statusCode().isBad()).isTrue();
      assertThat(client.read("Press1.OilTemp").value().isNull()).isTrue();
      plant.say("good-point Press1.OilTemp");
      assertThat(client.read("Press1.OilTemp").statusCode().isGood()).isTrue();

      List<DataValue> heard = client.listen("Press1.Setpoint", 0);
      plant.say("flap Press1.Setpoint");
      Await.until(
          "both ways, twice",
          () ->
              heard.stream().filter(v -> v.statusCode().isBad()).count() > 1
                  && heard.stream().filter(v -> v.statusCode().isGood()).count() > 2);
      plant.say("good-point Press1.Setpoint");
      assertThat(client.read("Press1.Setpoint").value().value()).isEqualTo(60.0);
    }
  }

  @Test
  void aTakenPortSaysWhatToDo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatIOException()
          .isThrownBy(() -> quick().port(taken.getLocalPort()).start())
          .withMessageContaining("choose another with --port");
    }
  }

  @Test
  void theSamePortCanBeUsedAgainAtOnce() throws Exception {
    int port;
    try (SimulatedPlant plant = quick().start();
        PlantClient client = PlantClient.open(plant)) {
      port = Integer.parseInt(plant.endpoint().replaceAll(".*:(\\d+)/.*", "$1"));
      assertThat(client.read("Press1.AccCount").statusCode().isGood()).isTrue();
    }
    try (SimulatedPlant again = quick().port(port).start();
        PlantClient client = PlantClient.open(again)) {
      assertThat(client.read("Press1.AccCount").statusCode().isGood()).isTrue();
    }
  }

  private PlantBuilder quick() {
    return SimulatedPlant.builder()
        .directory(folder.resolve("identity"))
        .stopsEvery(Duration.ZERO)
        .idealCycle(Duration.ofMillis(200));
  }

  private static long rising(List<DataValue> pulses) {
    return pulses.stream().filter(v -> v.value().value() == Boolean.TRUE).count();
  }

  private static boolean heardState(List<DataValue> states, PackMlState wanted) {
    return states.stream().anyMatch(v -> Objects.equals(v.value().value(), wanted.code()));
  }

  private static Instant instant(DataValue value) {
    DateTime source = Objects.requireNonNull(value.sourceTime());
    return source.getJavaInstant();
  }

  private static Class<?> javaType(Signal signal) {
    return switch (signal.type()) {
      case INT32 -> Integer.class;
      case UINT32 -> UInteger.class;
      case DOUBLE -> Double.class;
      case BOOLEAN -> Boolean.class;
      case STRING -> String.class;
    };
  }
}
