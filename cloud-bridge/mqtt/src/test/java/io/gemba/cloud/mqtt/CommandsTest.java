package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.cloud.spi.Command;
import io.gemba.cloud.spi.Command.Answer;
import io.gemba.cloud.spi.Command.State;
import io.gemba.cloud.spi.Session;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final String CMD = "gemba1/acme/dongguan/_gw/gw-01/cmd/write";
  private static final String PAYLOAD = "{\"point\":\"molding/l3/press1/setpoint\",\"value\":42}";

  private final List<Command> taken = new CopyOnWriteArrayList<>();
  private CompletableFuture<Answer> next =
      CompletableFuture.completedFuture(
          new Answer(State.DONE, 0, "written", Map.of("sum", new Value.UInt(-1L))));

  @TempDir private Path folder;

  @Test
  void readsValuesWithoutLosingABit() throws Exception {
    Map<String, Value> fields =
        CommandReader.read(
            bytes(
                "{\"a\":-9223372036854775808,\"b\":18446744073709551615,\"c\":1.5,\"d\":[true,null],"
                    + "\"e\":{\"x\":\"Ä\"},\"f\":1}"));
    assertThat(fields)
        .containsEntry("a", new Value.Int(Long.MIN_VALUE))
        .containsEntry("b", new Value.UInt(-1L))
        .containsEntry("c", Value.of(1.5))
        .containsEntry("d", new Value.Items(List.of(Value.of(true), Value.NONE)))
        .containsEntry("e", new Value.Fields(Map.of("x", Value.of("Ä"))))
        .containsEntry("f", Value.of(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "42",
        "[]",
        "{",
        "{\"a\":1",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1} {}",
        "{\"a\":NaN}",
        "{\"a\":18446744073709551616}",
        "{\"a\":1e999}",
        "\u0000\u00ff"
      })
  void refusesWhatIsNoSoundObject(String payload) {
    assertThatThrownBy(() -> CommandReader.read(bytes(payload))).isInstanceOf(IOException.class);
  }

  @Test
  void refusesADeepPayloadWithoutFallingOver() {
    String deep = "{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";
    assertThatThrownBy(() -> CommandReader.read(bytes(deep)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("sound JSON");
  }

  @Test
  @Tag("bed")
  void answersAtTheResponseTopicWithItsCorrelationData() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous true");
        Commander commander = new Commander(broker.port());
        Session session = uplink(broker.port()).connect(Given.BIRTH)) {
      commander.send(CMD, PAYLOAD, "boss/answers", "c-1", false);
      Given.eventually("answer", () -> commander.heard().size() == 1);
      Commander.Heard answer = commander.heard().getFirst();
      assertThat(answer.correlation()).isEqualTo("c-1");
      assertThat(answer.text())
          .contains("\"command\":\"write\"")
          .contains("\"state\":\"done\"")
          .contains("\"sc\":0")
          .contains("\"sum\":18446744073709551615");
      assertThat(taken).hasSize(1);
      assertThat(taken.getFirst().fields())
          .containsEntry("value", Value.of(42))
          .containsEntry("point", Value.of("molding/l3/press1/setpoint"));
      assertThat(session.window()).as("one place is kept for answers").isEqualTo(19);
    }
  }

  @Test
  @Tag("bed")
  void refusesRetainedAnonymousMisaddressedAndSenselessCommandsInWords() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous true");
        Commander commander = new Commander(broker.port());
        Session session = uplink(broker.port()).connect(Given.BIRTH)) {
      commander.send(CMD, PAYLOAD, "boss/answers", "c-1", true);
      commander.send(CMD, PAYLOAD, "boss/answers", null, false);
      commander.send(CMD, "please", "boss/answers", "c-2", false);
      String data = "gemba1/acme/dongguan/molding/l3/press1/tag/press1";
      commander.send(CMD, PAYLOAD, data, "c-3", false);
      commander.send(CMD, PAYLOAD, "boss/answers", "c-4", false);
      Given.eventually("answers", () -> commander.heard().size() >= 4);
      assertThat(commander.heard().stream().map(Commander.Heard::text).toList())
          .satisfiesExactly(
              one -> assertThat(one).contains("refused").contains("retained"),
              one -> assertThat(one).contains("refused").contains("correlation data"),
              one -> assertThat(one).contains("refused").contains("JSON"),
              one -> assertThat(one).contains("done"));
      assertThat(taken).hasSize(1);
      assertThat(session.ended()).isNotDone();
    }
  }

  @Test
  @Tag("bed")
  void hearsNothingThatWasSentWhileItWasAway() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous true");
        Commander commander = new Commander(broker.port())) {
      MqttUplink uplink = uplink(broker.port());
      uplink.connect(Given.BIRTH).close();
      commander.send(CMD, PAYLOAD, "boss/answers", "old", false);
      commander.send(CMD, PAYLOAD, "boss/answers", "kept", true);
      try (Session session = uplink.connect(Given.BIRTH)) {
        commander.send(CMD, PAYLOAD, "boss/answers", "new", false);
        Given.eventually("answer", () -> !commander.heard().isEmpty());
        assertThat(commander.heard()).hasSize(1);
        assertThat(commander.heard().getFirst().correlation()).isEqualTo("new");
        assertThat(taken).hasSize(1);
        assertThat(session.ended()).isNotDone();
      }
    }
  }

  @Test
  @Tag("bed")
  void answersInTheNextSessionWhatTheLastOneAsked() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous true");
        Commander commander = new Commander(broker.port())) {
      MqttUplink uplink = uplink(broker.port());
      next = new CompletableFuture<>();
      try (Session session = uplink.connect(Given.BIRTH)) {
        commander.send(CMD, PAYLOAD, "boss/answers", "slow", false);
        Given.eventually("taken", () -> taken.size() == 1);
        assertThat(session.ended()).isNotDone();
      }
      next.complete(new Answer(State.DONE, 0, "written", Map.of()));
      try (Session session = uplink.connect(Given.BIRTH)) {
        Given.eventually("answer", () -> commander.heard().size() == 1);
        assertThat(commander.heard().getFirst().correlation()).isEqualTo("slow");
        assertThat(session.ended()).isNotDone();
      }
    }
  }

  @Test
  @Tag("bed")
  void sendsDataThoughTheBrokerAllowsNoCommands() throws Exception {
    Path acl = java.nio.file.Files.writeString(folder.resolve("acl"), "topic write gemba1/#\n");
    java.nio.file.Files.setPosixFilePermissions(
        acl, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous true", "acl_file " + acl);
        Session session = uplink(broker.port()).connect(Given.BIRTH)) {
      assertThat(Given.answer(session.send(Given.batch(1, 1))))
          .isEqualTo(new io.gemba.cloud.spi.Delivery.Accepted());
    }
  }

  private MqttUplink uplink(int port) {
    MqttUplink uplink =
        Given.uplink(port, knobs -> knobs.allow = List.of("molding/l3/press1/setpoint"));
    uplink.serve(
        command -> {
          taken.add(command);
          assertThat(command.until()).isEqualTo(Instant.MAX);
          return next;
        });
    return uplink;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
