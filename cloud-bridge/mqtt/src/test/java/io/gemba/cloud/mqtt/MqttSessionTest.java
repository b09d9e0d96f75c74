package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.mqtt.fake.FakeBroker;
import io.gemba.cloud.mqtt.fake.Peer;
import io.gemba.cloud.mqtt.fake.Publish;
import io.gemba.cloud.mqtt.fake.Script;
import io.gemba.cloud.spi.Delivery;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.cloud.spi.GapEvent;
import io.gemba.cloud.spi.Session;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MqttSessionTest {

  @Test
  void releasesWhatIsAcknowledged() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite());
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      assertThat(Given.answer(session.send(Given.batch(1, 3)))).isEqualTo(new Delivery.Accepted());
      Publish publish = broker.peer().published().getLast();
      assertThat(publish.topic()).isEqualTo("gemba1/acme/dongguan/molding/l3/press1/tag/press1");
      assertThat(publish.retained()).isFalse();
      assertThat(publish.qos()).isEqualTo(1);
      assertThat(publish.duplicate()).isFalse();
      assertThat(publish.properties()).isEmpty();
    }
  }

  /** Paho calls onSuccess for each of these. */
  @ParameterizedTest
  @CsvSource({
    "0x80, unspecified error",
    "0x83, the broker's own rules",
    "0x87, not authorised",
    "0x90, topic name not allowed",
    "0x99, payload format not valid",
    "0xE1, reason unknown"
  })
  void setsAsideWhatTheBrokerWillNeverTake(String code, String words) throws Exception {
    Script script =
        Script.polite().afterBirth((peer, publish, i) -> peer.acknowledge(publish, hex(code)));
    try (FakeBroker broker = new FakeBroker(script);
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      Delivery delivery = Given.answer(session.send(Given.batch(1, 1)));
      assertThat(delivery)
          .isInstanceOfSatisfying(
              Delivery.Refused.class,
              refused -> {
                assertThat(refused.reason()).contains(words);
                assertThat(refused.tooLarge()).isFalse();
              });
      assertThat(session.ended()).isNotDone();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x97", "0x91", "0x96", "0x89"})
  void keepsWhatTheBrokerCannotTakeJustNow(String code) throws Exception {
    Script script =
        Script.polite().afterBirth((peer, publish, i) -> peer.acknowledge(publish, hex(code)));
    try (FakeBroker broker = new FakeBroker(script);
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      assertThat(Given.answer(session.send(Given.batch(1, 1))))
          .isInstanceOfSatisfying(
              Delivery.Unknown.class, unknown -> assertThat(unknown.reason()).contains(code));
      assertThat(session.ended()).isNotDone();
    }
  }

  /** mosquitto answers 0x95 beyond its message_size_limit; Paho drops the connection at it. */
  @Test
  void asksForASmallerOneWhenTheBrokerFindsItTooLarge() throws Exception {
    Script script =
        Script.polite()
            .afterBirth(
                (peer, publish, i) ->
                    peer.acknowledge(publish, publish.wireLength() > 2000 ? 0x95 : 0));
    try (FakeBroker broker = new FakeBroker(script);
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      assertTooLarge(Given.answer(session.send(Given.batch(1, 100))));
      int seen = broker.peer().published().size();
      assertTooLarge(Given.answer(session.send(Given.batch(1, 100))));
      assertThat(broker.peer().published()).as("the limit is remembered").hasSize(seen);
      assertThat(Given.answer(session.send(Given.batch(1, 10)))).isEqualTo(new Delivery.Accepted());
    }
  }

  @Test
  void asksForASmallerOneWhenTheBrokerHangsUpOverItsSize() throws Exception {
    Script script =
        Script.polite()
            .afterBirth(
                (peer, publish, i) -> {
                  if (publish.wireLength() > 2000) {
                    peer.disconnect(0x95, Map.of());
                  }
                });
    try (FakeBroker broker = new FakeBroker(script)) {
      MqttUplink uplink = Given.uplink(broker.port());
      try (Session session = uplink.connect(Given.BIRTH)) {
        CompletableFuture<Delivery> small = session.send(Given.batch(1, 1));
        CompletableFuture<Delivery> large = session.send(Given.batch(2, 100));
        assertTooLarge(Given.answer(large));
        assertThat(Given.answer(small)).isInstanceOf(Delivery.Unknown.class);
        assertThat(Given.soon(session.ended())).contains("packet too large (0x95)");
      }
      try (Session next = uplink.connect(Given.BIRTH)) {
        assertTooLarge(Given.answer(next.send(Given.batch(2, 100))));
        assertThat(next.ended()).as("nothing too large was sent again").isNotDone();
      }
    }
  }

  @Test
  void sendsNothingLargerThanTheBrokerAllows() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite().with(0x27, 1500));
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      int fits = 0;
      for (int samples = 1; samples <= 60; samples++) {
        Delivery delivery = Given.answer(session.send(Given.batch(samples, samples)));
        if (delivery instanceof Delivery.Accepted) {
          fits = samples;
        } else {
          assertTooLarge(delivery);
        }
      }
      assertThat(fits).isBetween(20, 59);
      assertThat(broker.peer().published()).hasSize(1 + fits);
      assertThat(broker.peer().published()).allMatch(publish -> publish.wireLength() <= 1500);
      assertThat(session.ended()).isNotDone();
    }
  }

  @Test
  void sendsNothingLargerThanConfigured() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite());
        Session session =
            Given.uplink(broker.port(), o -> o.maxPacket = 1024).connect(Given.BIRTH)) {
      assertTooLarge(Given.answer(session.send(Given.batch(1, 100))));
      assertThat(broker.peer().published()).hasSize(1);
    }
  }

  /** Paho takes the limit for what comes in for the one for what goes out. */
  @Test
  void sendsLargerPacketsThanItAsksFor() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite());
        Session session =
            Given.uplink(broker.port(), o -> o.maxPacket = 4 << 20).connect(Given.BIRTH)) {
      assertThat(Given.answer(session.send(Given.batch(1, 20_000))))
          .isEqualTo(new Delivery.Accepted());
      assertThat(broker.peer().published().getLast().wireLength()).isGreaterThan(512 * 1024);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "20, 20", "0, 100"})
  void keepsToTheReceiveMaximum(int receiveMaximum, int window) throws Exception {
    List<Publish> held = new ArrayList<>();
    Script script =
        Script.polite()
            .afterBirth(
                (peer, publish, i) -> {
                  synchronized (held) {
                    held.add(publish);
                    if (held.size() == window) {
                      for (Publish each : held) {
                        peer.acknowledge(each, 0);
                      }
                      held.clear();
                    }
                  }
                });
    if (receiveMaximum > 0) {
      script.with(0x21, receiveMaximum);
    }
    try (FakeBroker broker = new FakeBroker(script);
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      assertThat(session.window()).isEqualTo(window);
      for (int round = 0; round < 5; round++) {
        List<CompletableFuture<Delivery>> answers = new ArrayList<>();
        for (int i = 0; i < window; i++) {
          answers.add(session.send(Given.batch(i, 1)));
        }
        for (CompletableFuture<Delivery> answer : answers) {
          assertThat(Given.answer(answer)).isEqualTo(new Delivery.Accepted());
        }
      }
      assertThat(broker.peer().mostUnacknowledged()).isEqualTo(window);
    }
  }

  @Test
  void doesNotExceedTheWindowEvenWhenAskedTo() throws Exception {
    Script script = Script.polite().with(0x21, 2).afterBirth((peer, publish, i) -> {});
    try (FakeBroker broker = new FakeBroker(script);
        Session session =
            Given.uplink(broker.port(), o -> o.ackMillis = 500).connect(Given.BIRTH)) {
      session.send(Given.batch(1, 1));
      session.send(Given.batch(2, 1));
      assertThat(session.send(Given.batch(3, 1))).isDone();
      Given.soon(session.ended());
      assertThat(broker.peer().mostUnacknowledged()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void endsWhenAMessageIsNeverAcknowledged() throws Exception {
    Script script =
        Script.polite()
            .afterBirth(
                (peer, publish, i) -> {
                  if (i != 2) {
                    peer.acknowledge(publish, 0);
                  }
                });
    try (FakeBroker broker = new FakeBroker(script);
        Session session =
            Given.uplink(broker.port(), o -> o.ackMillis = 300).connect(Given.BIRTH)) {
      CompletableFuture<Delivery> first = session.send(Given.batch(1, 1));
      CompletableFuture<Delivery> second = session.send(Given.batch(2, 1));
      CompletableFuture<Delivery> third = session.send(Given.batch(3, 1));
      assertThat(Given.answer(first)).isEqualTo(new Delivery.Accepted());
      assertThat(Given.answer(third)).isEqualTo(new Delivery.Accepted());
      assertThat(Given.answer(second)).isInstanceOf(Delivery.Unknown.class);
      assertThat(Given.soon(session.ended())).contains("not acknowledged");
      Given.eventually("hung up", () -> broker.peer().gone());
      assertThat(broker.peer().disconnectCode()).as("so that the will is published").isEqualTo(-1);
      assertThat(Given.answer(session.send(Given.batch(4, 1))))
          .isInstanceOf(Delivery.Unknown.class);
    }
  }

  @Test
  void leavesEverythingUnansweredUnknownAfterAReset() throws Exception {
    Script script =
        Script.polite()
            .afterBirth(
                (peer, publish, i) -> {
                  if (i <= 3) {
                    peer.acknowledge(publish, 0);
                  } else if (i == 7) {
                    peer.reset();
                  }
                });
    try (FakeBroker broker = new FakeBroker(script);
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      for (int i = 1; i <= 3; i++) {
        assertThat(Given.answer(session.send(Given.batch(i, 1))))
            .isEqualTo(new Delivery.Accepted());
      }
      List<CompletableFuture<Delivery>> answers = new ArrayList<>();
      for (int i = 4; i <= 9; i++) {
        answers.add(session.send(Given.batch(i, 1)));
      }
      for (CompletableFuture<Delivery> answer : answers) {
        assertThat(Given.answer(answer)).isInstanceOf(Delivery.Unknown.class);
      }
      assertThat(Given.soon(session.ended())).contains("127.0.0.1:" + broker.port());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x8E, client id in use",
    "0x9C, use another server",
    "0x9D, server moved",
    "0x8B, server shutting down",
    "0x96, message rate too high",
    "0x98, ended by an administrator",
    "0x8C, bad authentication method"
  })
  void saysInWordsWhyTheBrokerEndedIt(String code, String words) throws Exception {
    Script script =
        Script.polite()
            .afterBirth(
                (peer, publish, i) ->
                    peer.disconnect(hex(code), Map.of(0x1C, "other.example.com")));
    try (FakeBroker broker = new FakeBroker(script);
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      CompletableFuture<Delivery> answer = session.send(Given.batch(1, 1));
      assertThat(Given.soon(session.ended())).contains(words, code, "other.example.com");
      assertThat(Given.answer(answer)).isInstanceOf(Delivery.Unknown.class);
    }
  }

  @Test
  void noticesAHalfOpenLineByItsKeepAlive() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite().ignoringPings());
        Session session =
            Given.uplink(broker.port(), o -> o.keepAliveMillis = 1000).connect(Given.BIRTH)) {
      assertThat(Given.soon(session.ended())).contains("silent for twice the keep-alive");
      assertThat(broker.peer().pings()).isPositive();
    }
  }

  /** Paho sets its first alarm before it has read the CONNACK. */
  @Test
  void pingsAsOftenAsTheBrokerWants() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite().with(0x13, 1));
        Session session =
            Given.uplink(broker.port(), o -> o.keepAliveMillis = 60_000).connect(Given.BIRTH)) {
      Given.eventually("two pings", () -> broker.peer().pings() >= 2);
      assertThat(session.ended()).isNotDone();
    }
  }

  @Test
  void usesNoTopicAliasesHoweverManyAreOffered() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite().with(0x22, 10));
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      for (int i = 1; i <= 5; i++) {
        Given.answer(session.send(Given.batch(i, 1)));
      }
      assertThat(broker.peer().published())
          .hasSize(6)
          .allMatch(publish -> !publish.topic().isEmpty() && publish.properties().isEmpty());
    }
  }

  @Test
  void survivesGarbageInsteadOfAnAnswer() throws Exception {
    List<byte[]> garbage =
        List.of(
            new byte[] {0, 0, 0},
            new byte[] {0x40, 1, 7}, // half a packet identifier
            new byte[] {0x40, 0},
            new byte[] {(byte) 0xF0, 0},
            new byte[] {0x30, 3, 0, 9, 9}, // a topic longer than its packet
            new byte[] {0x40, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F},
            "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    AtomicReference<byte[]> next = new AtomicReference<>(new byte[0]);
    Script script =
        Script.polite()
            .afterBirth(
                (peer, publish, i) -> {
                  peer.send(next.get());
                  peer.send(new byte[] {0, 0, 0, 0});
                });
    try (FakeBroker broker = new FakeBroker(script)) {
      for (byte[] bytes : garbage) {
        next.set(bytes);
        try (Session session =
            Given.uplink(broker.port(), o -> o.ackMillis = 2000).connect(Given.BIRTH)) {
          assertThat(Given.answer(session.send(Given.batch(1, 1))))
              .isInstanceOf(Delivery.Unknown.class);
          assertThat(Given.soon(session.ended())).isNotBlank();
        }
      }
    }
  }

  @Test
  void waitsForASlowBroker() throws Exception {
    Script script =
        Script.polite()
            .afterBirth(
                (peer, publish, i) -> {
                  try {
                    Thread.sleep(20);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  peer.acknowledge(publish, 0);
                });
    try (FakeBroker broker = new FakeBroker(script);
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      List<CompletableFuture<Delivery>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(session.send(Given.batch(i, 50)));
      }
      for (CompletableFuture<Delivery> answer : answers) {
        assertThat(Given.answer(answer)).isEqualTo(new Delivery.Accepted());
      }
      assertThat(broker.peer().published())
          .extracting(publish -> publish.text().replaceAll(".*\"seq\":(\\d+).*", "$1"))
          .containsSubsequence("0", "1", "2", "18", "19");
    }
  }

  @Test
  void leavesNoThreadBehindHoweverItEnds() throws Exception {
    List<Script.Reaction> ends =
        List.of(
            (peer, publish, i) -> peer.reset(),
            (peer, publish, i) -> peer.disconnect(0x8B, Map.of()),
            (peer, publish, i) -> peer.send(new byte[] {0x40, 1, 7}),
            (peer, publish, i) -> {});
    for (Script.Reaction end : ends) {
      try (FakeBroker broker = new FakeBroker(Script.polite().afterBirth(end))) {
        for (int i = 0; i < 5; i++) {
          Session session =
              Given.uplink(
                      broker.port(),
                      o -> {
                        o.clientId = "however";
                        o.ackMillis = 200;
                      })
                  .connect(Given.BIRTH);
          assertThat(Given.answer(session.send(Given.batch(i, 1))))
              .isInstanceOf(Delivery.Unknown.class);
          Given.soon(session.ended());
        }
      }
    }
    Given.noThreadLeft("however");
  }

  @Test
  void saysGoodbyeWithAReason() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite())) {
      Session session = Given.uplink(broker.port()).connect(Given.BIRTH);
      session.close();
      session.close();
      Publish last = broker.peer().published().getLast();
      assertThat(last.topic()).isEqualTo(Given.STATUS_TOPIC);
      assertThat(last.retained()).isTrue();
      assertThat(last.text())
          .isEqualTo("{\"v\":1,\"state\":\"offline\",\"t\":1795415519800,\"reason\":\"stopped\"}");
      Given.eventually("disconnected", () -> broker.peer().gone());
      assertThat(broker.peer().disconnectCode()).isZero();
      assertThat(Given.soon(session.ended())).contains("closed by the gateway");
    }
  }

  @Test
  void leavesItToTheWillWhenItsGoodbyeIsNotHeard() throws Exception {
    Script script = Script.polite().with(0x21, 1).afterBirth((peer, publish, i) -> {});
    try (FakeBroker broker = new FakeBroker(script)) {
      Session session = Given.uplink(broker.port()).connect(Given.BIRTH);
      CompletableFuture<Delivery> unanswered = session.send(Given.batch(1, 1));
      session.close();
      assertThat(Given.answer(unanswered)).isInstanceOf(Delivery.Unknown.class);
      Given.eventually("disconnected", () -> broker.peer().gone());
      assertThat(broker.peer().disconnectCode()).as("disconnect with will").isEqualTo(4);
      assertThat(broker.peer().mostUnacknowledged()).isEqualTo(1);
    }
  }

  @Test
  void refusesWhatHasNoTopicAndGoesOn() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite());
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      GapEvent odd =
          new GapEvent(
              new DeviceRef("press1", "molding/#/press1"),
              "5f1c",
              1,
              2,
              Given.NOW,
              Given.NOW,
              "buffer-full",
              2,
              null);
      assertThat(Given.answer(session.send(odd)))
          .isInstanceOfSatisfying(
              Delivery.Refused.class, refused -> assertThat(refused.reason()).contains("#"));
      assertThat(Given.answer(session.send(Given.batch(1, 1)))).isEqualTo(new Delivery.Accepted());
    }
  }

  @Test
  void compressesWhatGainsFromIt() throws Exception {
    try (FakeBroker broker = new FakeBroker(Script.polite());
        Session session = Given.uplink(broker.port(), o -> o.deflate = true).connect(Given.BIRTH)) {
      Given.answer(session.send(Given.batch(1, 1)));
      Given.answer(session.send(Given.batch(2, 200)));
      Peer peer = broker.peer();
      Publish small = peer.published().get(1);
      assertThat(small.text()).startsWith("{");
      assertThat(small.properties()).isEmpty();
      Publish large = peer.published().get(2);
      assertThat(large.properties().get(0x03)).isEqualTo("application/json");
      assertThat(large.properties().get(0x26)).isEqualTo("content-encoding=deflate");
      byte[] plain =
          new InflaterInputStream(new ByteArrayInputStream(large.payload())).readAllBytes();
      assertThat(new String(plain, StandardCharsets.UTF_8))
          .startsWith("{\"v\":1,\"journal\":\"5f1c\",\"seq\":2,");
      assertThat(large.payload().length).isLessThan(plain.length / 4);
    }
  }

  private static int hex(String code) {
    return Integer.decode(code);
  }

  private static void assertTooLarge(Delivery delivery) {
    assertThat(delivery)
        .isInstanceOfSatisfying(
            Delivery.Refused.class, refused -> assertThat(refused.tooLarge()).isTrue());
  }
}
