package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.cloud.spi.Batch;
import io.gemba.cloud.spi.Delivery;
import io.gemba.cloud.spi.Session;
import io.gemba.cloud.spi.Uplink.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("bed")
@Execution(ExecutionMode.SAME_THREAD)
class MosquittoTest {
  private static final String TAG_TOPIC = "gemba1/acme/dongguan/molding/l3/press1/tag/press1";

  @TempDir Path folder;

  @Test
  void deliversEverySampleInOrder() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous true");
        Subscriber subscriber = new Subscriber(broker.port());
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      assertThat(session.window()).as("mosquitto's receive maximum").isEqualTo(20);
      List<CompletableFuture<Delivery>> window = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        if (window.size() == session.window()) {
          assertThat(Given.answer(window.removeFirst())).isEqualTo(new Delivery.Accepted());
        }
        window.add(session.send(Given.batch(i, 10)));
      }
      for (CompletableFuture<Delivery> answer : window) {
        assertThat(Given.answer(answer)).isEqualTo(new Delivery.Accepted());
      }
      Given.eventually("all heard", () -> sequences(subscriber).size() == 1000);
      assertThat(sequences(subscriber)).isEqualTo(IntStream.range(0, 1000).boxed().toList());
    }
  }

  private static List<Integer> sequences(Subscriber subscriber) {
    return subscriber.heard().stream()
        .filter(message -> message.topic().equals(TAG_TOPIC))
        .map(message -> message.text().replaceAll(".*\"seq\":(\\d+).*", "$1"))
        .map(Integer::valueOf)
        .toList();
  }

  @Test
  void showsItsStateToWhoeverComesLater() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous true")) {
      Session session = Given.uplink(broker.port()).connect(Given.BIRTH);
      try (Subscriber later = new Subscriber(broker.port())) {
        Given.eventually("birth", () -> later.last(Given.STATUS_TOPIC).contains("online"));
        assertThat(later.heard().getFirst().retained()).isTrue();
      }
      session.close();
      try (Subscriber later = new Subscriber(broker.port())) {
        Given.eventually("offline", () -> later.last(Given.STATUS_TOPIC).contains("stopped"));
        assertThat(later.heard().getFirst().retained()).isTrue();
      }
    }
  }

  @Test
  void isReportedOfflineByItsWillWhenItsLineIsCut() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous true");
        Subscriber subscriber = new Subscriber(broker.port())) {
      MqttSession session = (MqttSession) Given.uplink(broker.port()).connect(Given.BIRTH);
      Given.eventually("birth", () -> subscriber.last(Given.STATUS_TOPIC).contains("online"));
      session.abandon("cut by the test");
      Given.eventually(
          "will",
          () -> subscriber.last(Given.STATUS_TOPIC).equals("{\"v\":1,\"state\":\"offline\"}"));
    }
  }

  @Test
  void keepsWhatWasUnansweredWhenTheBrokerIsKilled() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous true");
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      List<CompletableFuture<Delivery>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        if (i == 100) {
          broker.kill();
        }
        CompletableFuture<Delivery> answer = session.send(Given.batch(i, 10));
        answers.add(answer);
        if (i < 100) {
          assertThat(Given.answer(answer)).isEqualTo(new Delivery.Accepted());
        }
      }
      for (CompletableFuture<Delivery> answer : answers.subList(100, 200)) {
        assertThat(Given.answer(answer)).isInstanceOf(Delivery.Unknown.class);
      }
      assertThat(Given.soon(session.ended())).contains("127.0.0.1");
    }
  }

  @Test
  void logsInWithUserAndPassword() throws Exception {
    Path users = TestPki.writeSecret(folder.resolve("users"), "");
    run("mosquitto_passwd", "-b", users.toString(), "gw-01", "s3cret");
    Path right = TestPki.writeSecret(folder.resolve("right"), "s3cret\n");
    Path wrong = TestPki.writeSecret(folder.resolve("wrong"), "guess\n");
    try (Mosquitto broker =
        new Mosquitto(folder, "allow_anonymous false", "password_file " + users)) {
      try (Session session =
          Given.uplink(broker.port(), o -> login(o, right)).connect(Given.BIRTH)) {
        assertThat(session.ended()).isNotDone();
      }
      assertThatThrownBy(
              () -> Given.uplink(broker.port(), o -> login(o, wrong)).connect(Given.BIRTH))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("not authorised")
          .hasMessageNotContaining("guess");
      assertThatThrownBy(() -> Given.uplink(broker.port()).connect(Given.BIRTH))
          .isInstanceOf(RefusedException.class);
    }
  }

  private static void login(Knobs knobs, Path password) {
    knobs.username = "gw-01";
    knobs.credentials =
        new Credentials(
            Optional.of(password), Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void isRefusedATopicAndGoesOn() throws Exception {
    Path acl =
        Files.writeString(
            folder.resolve("acl"),
            "topic write gemba1/acme/dongguan/_gw/#\ntopic write " + TAG_TOPIC + "\n");
    try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous true", "acl_file " + acl);
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      Batch live = Given.batch(1, 1);
      Batch backlog = new Batch(live.device(), "5f1c", 1, live.samples(), true, true);
      assertThat(Given.answer(session.send(backlog)))
          .isInstanceOfSatisfying(
              Delivery.Refused.class,
              refused -> assertThat(refused.reason()).contains("not authorised (0x87)"));
      assertThat(Given.answer(session.send(live))).isEqualTo(new Delivery.Accepted());
    }
  }

  @Test
  void isRefusedItsBirth() throws Exception {
    Path acl = Files.writeString(folder.resolve("acl"), "topic write somewhere/else\n");
    try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous true", "acl_file " + acl)) {
      assertThatThrownBy(() -> Given.uplink(broker.port()).connect(Given.BIRTH))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("gemba1/acme/dongguan/#");
    }
  }

  /** A limit that mosquitto does not announce; Paho drops the connection at its answer. */
  @Test
  void learnsALimitThatIsNotAnnounced() throws Exception {
    try (Mosquitto broker =
            new Mosquitto(folder, "allow_anonymous true", "message_size_limit 2000");
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      assertThat(Given.answer(session.send(Given.batch(1, 200))))
          .isInstanceOfSatisfying(
              Delivery.Refused.class, refused -> assertThat(refused.tooLarge()).isTrue());
      assertThat(Given.answer(session.send(Given.batch(1, 20)))).isEqualTo(new Delivery.Accepted());
    }
  }

  @Test
  void keepsToALimitThatIsAnnounced() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous true", "max_packet_size 2000");
        Session session = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      assertThat(Given.answer(session.send(Given.batch(1, 200))))
          .isInstanceOfSatisfying(
              Delivery.Refused.class,
              refused -> assertThat(refused.reason()).contains("at most 2000"));
      assertThat(Given.answer(session.send(Given.batch(1, 20)))).isEqualTo(new Delivery.Accepted());
    }
  }

  /** mosquitto 2.0.11 hangs up without the DISCONNECT that MQTT 5 has for it. */
  @Test
  void suspectsThatItsClientIdIsInUse() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder, "allow_anonymous true");
        Session first = Given.uplink(broker.port()).connect(Given.BIRTH);
        Session second = Given.uplink(broker.port()).connect(Given.BIRTH)) {
      assertThat(Given.soon(first.ended()))
          .contains("another client may be using the client id acme-");
      assertThat(Given.answer(second.send(Given.batch(1, 1)))).isEqualTo(new Delivery.Accepted());
    }
  }

  @Test
  void trustsOnlyTheRightAuthorityAndName() throws Exception {
    TestPki pki = new TestPki(folder, "plant-ca");
    TestPki rogue = new TestPki(folder, "rogue-ca");
    TestPki.Pair server = pki.issue("broker", "RSA", "-ext", "san=dns:localhost,ip:127.0.0.1");
    try (Mosquitto broker = tls(server, pki)) {
      Credentials trusting = trusting(pki);
      try (Session session = secure("localhost", broker, trusting).connect(Given.BIRTH)) {
        assertThat(Given.answer(session.send(Given.batch(1, 100))))
            .isEqualTo(new Delivery.Accepted());
      }
      try (Session session = secure("127.0.0.1", broker, trusting).connect(Given.BIRTH)) {
        assertThat(session.ended()).isNotDone();
      }
      assertFails(secure("localhost", broker, trusting(rogue)), "does not trust", "tls.ca");
      assertFails(secure("localhost", broker, Credentials.NONE), "does not trust");
      assertThatThrownBy(
              () -> Given.uplink(broker.port(), o -> o.connectMillis = 2000).connect(Given.BIRTH))
          .as("plain MQTT to a TLS port")
          .isInstanceOf(IOException.class);
    }
    try (Mosquitto plain = new Mosquitto(folder, "allow_anonymous true")) {
      assertFails(secure("localhost", plain, trusting(pki)), "TLS");
    }
  }

  @Test
  void refusesABrokerOfAnotherName() throws Exception {
    TestPki pki = new TestPki(folder, "plant-ca");
    TestPki.Pair server = pki.issue("elsewhere", "RSA", "-ext", "san=dns:broker.example.com");
    try (Mosquitto broker = tls(server, pki)) {
      assertFails(secure("localhost", broker, trusting(pki)), "for another host", "url");
      assertFails(secure("127.0.0.1", broker, trusting(pki)), "for another host");
    }
  }

  @Test
  void refusesABrokerWhoseCertificateIsNotOfToday() throws Exception {
    TestPki pki = new TestPki(folder, "plant-ca");
    String san = "san=dns:localhost";
    TestPki.Pair old = pki.issue("old", "RSA", "-ext", san, "-startdate", "-9d", "-validity", "3");
    TestPki.Pair early = pki.issue("early", "EC", "-ext", san, "-startdate", "+3d");
    try (Mosquitto broker = tls(old, pki)) {
      assertFails(secure("localhost", broker, trusting(pki)), "has expired", "clock");
    }
    try (Mosquitto broker = tls(early, pki)) {
      assertFails(secure("localhost", broker, trusting(pki)), "not valid yet", "clock");
    }
  }

  @Test
  void provesWhoItIsWithACertificate() throws Exception {
    TestPki pki = new TestPki(folder, "plant-ca");
    TestPki rogue = new TestPki(folder, "rogue-ca");
    TestPki.Pair server = pki.issue("broker", "EC", "-ext", "san=dns:localhost");
    TestPki.Pair rsa = pki.issue("gw-rsa", "RSA");
    TestPki.Pair ec = pki.issue("gw-ec", "EC");
    TestPki.Pair stranger = rogue.issue("stranger", "RSA");
    Path pkcs1 = converted(rsa.key(), "rsa", "-traditional");
    Path sec1 = converted(ec.key(), "ec");
    try (Mosquitto broker = tls(server, pki, "require_certificate true")) {
      for (TestPki.Pair pair :
          List.of(
              rsa,
              ec,
              new TestPki.Pair(rsa.certificate(), pkcs1),
              new TestPki.Pair(ec.certificate(), sec1))) {
        try (Session session =
            secure("localhost", broker, proving(pki, pair)).connect(Given.BIRTH)) {
          assertThat(session.ended()).as(pair.toString()).isNotDone();
        }
      }
      assertFails(secure("localhost", broker, trusting(pki)), "client certificate");
      assertFails(secure("localhost", broker, proving(pki, stranger)), "certificate");
      assertFails(
          secure("localhost", broker, proving(pki, new TestPki.Pair(rsa.certificate(), ec.key()))),
          "is not the key of");
    }
  }

  /** The sender blocks in a TLS write, which holds a lock that closing the TLS socket wants. */
  @Test
  void endsEvenWhenABrokerFreezesInTheMiddleOfAWrite() throws Exception {
    TestPki pki = new TestPki(folder, "plant-ca");
    TestPki.Pair server = pki.issue("broker", "EC", "-ext", "san=dns:localhost");
    try (Mosquitto broker = tls(server, pki)) {
      MqttUplink uplink =
          Given.uplink(
              new BrokerAddress(true, "localhost", broker.port()),
              o -> {
                o.credentials = trusting(pki);
                o.connectMillis = 20_000;
                o.ackMillis = 3000;
                o.maxPacket = 4 << 20;
                o.clientId = "frozen";
              });
      Session session = uplink.connect(Given.BIRTH);
      broker.freeze();
      List<CompletableFuture<Delivery>> answers = new ArrayList<>();
      for (int i = 0; i < session.window(); i++) {
        answers.add(session.send(Given.batch(i, 20_000)));
      }
      for (CompletableFuture<Delivery> answer : answers) {
        assertThat(Given.answer(answer)).isInstanceOf(Delivery.Unknown.class);
      }
      assertThat(Given.soon(session.ended())).contains("not acknowledged");
      session.close();
      Given.noThreadLeft("frozen");
      assertThatThrownBy(
              () ->
                  Given.uplink(
                          new BrokerAddress(true, "localhost", broker.port()),
                          o -> o.connectMillis = 1500)
                      .connect(Given.BIRTH))
          .hasMessageContaining("no answer from localhost");
    }
  }

  @Test
  void picksUpARenewedCertificateWithoutARestart() throws Exception {
    TestPki pki = new TestPki(folder, "plant-ca");
    TestPki next = new TestPki(folder, "next-ca");
    int port = Mosquitto.freePort();
    Path bundle = Files.copy(pki.authorityFile(), folder.resolve("bundle.pem"));
    Credentials credentials =
        new Credentials(Optional.empty(), Optional.of(bundle), Optional.empty(), Optional.empty());
    MqttUplink uplink =
        Given.uplink(new BrokerAddress(true, "localhost", port), o -> o.credentials = credentials);
    try (Mosquitto broker = tls(port, pki.issue("one", "RSA", "-ext", "san=dns:localhost"), pki)) {
      assertThat(broker.port()).isEqualTo(port);
      uplink.connect(Given.BIRTH).close();
    }
    try (Mosquitto broker =
        tls(port, next.issue("two", "RSA", "-ext", "san=dns:localhost"), next)) {
      assertThat(broker.port()).isEqualTo(port);
      assertFails(uplink, "does not trust");
      Files.writeString(bundle, Files.readString(bundle) + Files.readString(next.authorityFile()));
      uplink.connect(Given.BIRTH).close();
    }
  }

  private Mosquitto tls(TestPki.Pair server, TestPki pki, String... more) throws Exception {
    return tls(Mosquitto.freePort(), server, pki, more);
  }

  private Mosquitto tls(int port, TestPki.Pair server, TestPki pki, String... more)
      throws Exception {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "allow_anonymous true",
                "certfile " + server.certificate(),
                "keyfile " + server.key(),
                "cafile " + pki.authorityFile()));
    lines.addAll(List.of(more));
    return new Mosquitto(folder, port, lines.toArray(String[]::new));
  }

  private static MqttUplink secure(String host, Mosquitto broker, Credentials credentials) {
    return Given.uplink(
        new BrokerAddress(true, host, broker.port()),
        o -> {
          o.credentials = credentials;
          o.connectMillis = 20_000;
        });
  }

  private static Credentials trusting(TestPki pki) {
    return new Credentials(
        Optional.empty(), Optional.of(pki.authorityFile()), Optional.empty(), Optional.empty());
  }

  private static Credentials proving(TestPki pki, TestPki.Pair pair) {
    return new Credentials(
        Optional.empty(),
        Optional.of(pki.authorityFile()),
        Optional.of(pair.certificate()),
        Optional.of(pair.key()));
  }

  private static void assertFails(MqttUplink uplink, String... words) {
    assertThatThrownBy(() -> uplink.connect(Given.BIRTH))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(RefusedException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  private Path converted(Path key, String... command) throws Exception {
    Path out = folder.resolve(key.getFileName() + ".converted");
    List<String> line = new ArrayList<>(List.of("openssl", command[0]));
    line.addAll(List.of(command).subList(1, command.length));
    line.addAll(List.of("-in", key.toString(), "-out", out.toString()));
    run(line.toArray(String[]::new));
    return TestPki.writeSecret(out, Files.readString(out));
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
  }
}
