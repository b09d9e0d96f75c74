package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.cloud.mqtt.fake.Connect;
import io.gemba.cloud.mqtt.fake.FakeBroker;
import io.gemba.cloud.mqtt.fake.Publish;
import io.gemba.cloud.mqtt.fake.Script;
import io.gemba.cloud.spi.Session;
import io.gemba.cloud.spi.Uplink.RefusedException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttConnectTest {

  private static MqttUplink quiet(int port, String clientId) {
    return Given.uplink(
        port,
        o -> {
          o.clientId = clientId;
          o.connectMillis = 1500;
        });
  }

  private static void login(Knobs knobs, Credentials credentials) {
    knobs.username = "gw-01";
    knobs.credentials = credentials;
  }

  @Test
  void leavesAWillAndIsBornBeforeAnythingElse() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite());
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      Connect connect = broker.peer().connect();
      assertThat(connect.protocol()).isEqualTo("MQTT5");
      assertThat(connect.clientId()).isEqualTo("acme-dongguan-gw-01");
      assertThat(connect.cleanStart()).isTrue();
      assertThat(connect.properties().get(0x11)).as("session expiry").isEqualTo(0L);
      assertThat(connect.keepAlive()).isEqualTo(15);
      assertThat(connect.will().topic()).isEqualTo(Given.STATUS_TOPIC);
      assertThat(new String(connect.will().payload(), StandardCharsets.UTF_8))
          .isEqualTo("{\"v\":1,\"state\":\"offline\"}");
      assertThat(connect.will().qos()).isEqualTo(1);
      assertThat(connect.will().retained()).isTrue();
      Publish birth = broker.peer().published().getFirst();
      assertThat(birth.topic()).isEqualTo(Given.STATUS_TOPIC);
      assertThat(birth.retained()).isTrue();
      assertThat(birth.qos()).isEqualTo(1);
      assertThat(birth.text()).contains("\"state\":\"online\"", "\"journal\":\"5f1c\"");
      assertThat(session.ended()).isNotDone();
    }
  }

  @Test
  void showsUserAndPassword(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("pw"), "s3cret\nsecond line\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Credentials credentials =
        new Credentials(Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty());
    try (FakeBroker broker = new FakeBroker(Script.polite());
        Session session =
            Given.uplink(broker.port(), o -> login(o, credentials)).connect(Given.BIRTH)) {
      assertThat(session.window()).isEqualTo(100);
      assertThat(broker.peer().connect().username()).isEqualTo("gw-01");
      assertThat(broker.peer().connect().password()).isEqualTo("s3cret");
    }
  }

  @Test
  void doesNotConnectWithAPasswordEverybodyMayRead(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("pw"), "s3cret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Credentials credentials =
        new Credentials(Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty());
    try (FakeBroker broker = new FakeBroker(Script.polite())) {
      MqttUplink uplink = Given.uplink(broker.port(), o -> login(o, credentials));
      assertThatThrownBy(() -> uplink.connect(Given.BIRTH))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("chmod o=")
          .hasMessageNotContaining("s3cret");
      assertThat(broker.peers()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x80, unspecified error",
    "0x81, malformed packet",
    "0x82, protocol error",
    "0x83, the broker's own rules",
    "0x84, MQTT version not supported",
    "0x85, client id not valid",
    "0x86, bad user name or password",
    "0x87, not authorised",
    "0x88, server unavailable",
    "0x89, server busy",
    "0x8A, banned",
    "0x8C, bad authentication method",
    "0x8E, client id in use",
    "0x90, topic name not allowed",
    "0x95, packet too large",
    "0x97, quota exceeded",
    "0x99, payload format not valid",
    "0x9A, retained messages not supported",
    "0x9B, QoS not supported",
    "0x9C, use another server",
    "0x9D, server moved",
    "0x9F, connections too frequent",
    "0xE1, reason unknown"
  })
  void saysInWordsWhyTheBrokerRefuses(String code, String words) throws Exception {
    Script script = Script.polite().refusing(Integer.decode(code)).with(0x1F, "the reason string");
    try (FakeBroker broker = new FakeBroker(script)) {
      MqttUplink uplink = Given.uplink(broker.port());
      assertThatThrownBy(() -> uplink.connect(Given.BIRTH))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining(words)
          .hasMessageContaining("the reason string")
          .hasMessageContaining("127.0.0.1:" + broker.port());
    }
  }

  @Test
  void namesTheServerABrokerPointsTo() throws Exception {
    Script script = Script.polite().refusing(0x9D).with(0x1C, "other.example.com:8883");
    try (FakeBroker broker = new FakeBroker(script)) {
      MqttUplink uplink = Given.uplink(broker.port());
      assertThatThrownBy(() -> uplink.connect(Given.BIRTH))
          .hasMessageContaining("other.example.com:8883");
    }
  }

  @Test
  void recognisesABrokerOfMqtt3() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite().saying(0x20, 2, 0, 1))) {
      MqttUplink uplink = Given.uplink(broker.port());
      assertThatThrownBy(() -> uplink.connect(Given.BIRTH))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("MQTT 3");
    }
  }

  @Test
  void givesUpOnABrokerThatNeverAnswers() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite().silent())) {
      MqttUplink uplink = quiet(broker.port(), "silent");
      assertThatThrownBy(() -> uplink.connect(Given.BIRTH))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(RefusedException.class)
          .hasMessageContaining("said nothing");
      Given.eventually("hung up", () -> broker.peer().gone());
      Given.noThreadLeft("silent");
    }
  }

  @Test
  void survivesGarbageWhereAConnAckIsDue() throws Exception {
    try (FakeBroker http = new FakeBroker(Script.polite().saying('H', 'T', 'T', 'P', '/', '1'));
        FakeBroker zeros = new FakeBroker(Script.polite().saying(0, 0, 0, 0));
        FakeBroker huge = new FakeBroker(Script.polite().saying(0x20, 0xFF, 0xFF, 0xFF, 0x7F));
        FakeBroker endless =
            new FakeBroker(Script.polite().saying(0x20, 255, 255, 255, 255, 255))) {
      for (FakeBroker broker : List.of(http, zeros, huge, endless)) {
        MqttUplink uplink = quiet(broker.port(), "garbage");
        assertThatThrownBy(() -> uplink.connect(Given.BIRTH))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("127.0.0.1");
      }
      Given.noThreadLeft("garbage");
    }
  }

  /** Paho's connecting thread spins for ever when the receiver dies before CONNECT was written. */
  @Test
  void leavesNoThreadBehindWhenTheBrokerHangsUpAtOnce() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite().hangingUpAtOnce())) {
      MqttUplink uplink = quiet(broker.port(), "hung-up");
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> uplink.connect(Given.BIRTH)).isInstanceOf(IOException.class);
      }
      Given.noThreadLeft("hung-up");
    }
  }

  @Test
  void saysThatNothingListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThatThrownBy(() -> Given.uplink(port).connect(Given.BIRTH))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing listens at 127.0.0.1:" + port);
  }

  @Test
  void saysThatTheHostCannotBeFound() {
    BrokerAddress nowhere = new BrokerAddress(false, "broker.invalid", 1883);
    MqttUplink uplink = Given.uplink(nowhere, o -> {});
    assertThatThrownBy(() -> uplink.connect(Given.BIRTH))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broker.invalid")
        .hasMessageContaining("DNS");
  }

  @Test
  void refusesABrokerThatCannotAcknowledgeOrRetain() throws Exception {
    try (FakeBroker qos0 = new FakeBroker(Script.polite().with(0x24, 0));
        FakeBroker forgetful = new FakeBroker(Script.polite().with(0x25, 0))) {
      assertThatThrownBy(() -> Given.uplink(qos0.port()).connect(Given.BIRTH))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("QoS 0");
      assertThatThrownBy(() -> Given.uplink(forgetful.port()).connect(Given.BIRTH))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("retained");
    }
  }

  @Test
  void refusesToGoOnWhenTheBirthIsForbidden() throws Exception {
    Script script =
        Script.polite().onPublish((peer, publish, i) -> peer.acknowledge(publish, 0x87));
    try (FakeBroker broker = new FakeBroker(script)) {
      assertThatThrownBy(() -> Given.uplink(broker.port()).connect(Given.BIRTH))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("not authorised")
          .hasMessageContaining("gemba1/acme/dongguan/#");
      Given.eventually("hung up", () -> broker.peer().gone());
    }
  }

  @Test
  void givesUpWhenTheBirthIsNeverAcknowledged() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite().onPublish((peer, publish, i) -> {}))) {
      MqttUplink uplink = Given.uplink(broker.port(), o -> o.ackMillis = 300);
      assertThatThrownBy(() -> uplink.connect(Given.BIRTH))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(RefusedException.class)
          .hasMessageContaining("not acknowledged");
      Given.eventually("hung up", () -> broker.peer().gone());
    }
  }

  @Test
  void stopsConnectingWhenInterrupted() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite().silent())) {
      AtomicReference<Exception> thrown = new AtomicReference<>();
      Thread host =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      Given.uplink(broker.port(), o -> o.clientId = "interrupted")
                          .connect(Given.BIRTH)
                          .close();
                    } catch (Exception e) {
                      thrown.set(e);
                    }
                  });
      Given.eventually(
          "connecting", () -> !broker.peers().isEmpty() && broker.peer().connect() != null);
      host.interrupt();
      assertThat(host.join(Duration.ofSeconds(10))).isTrue();
      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      Given.noThreadLeft("interrupted");
    }
  }

  @Test
  void leavesNoThreadBehindAfterAHundredConnects() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite());
        ExecutorService hosts = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> done = new ArrayList<>();
      for (int host = 0; host < 20; host++) {
        String id = "hundred-" + host;
        Callable<Integer> fiveTimes =
            () -> {
              for (int i = 0; i < 5; i++) {
                Given.uplink(broker.port(), o -> o.clientId = id).connect(Given.BIRTH).close();
              }
              return 5;
            };
        done.add(hosts.submit(fiveTimes));
      }
      int connects = 0;
      for (Future<Integer> host : done) {
        connects += host.get();
      }
      assertThat(connects).isEqualTo(100);
      assertThat(broker.peers()).hasSize(100);
      Given.noThreadLeft("hundred-");
    }
  }
}
