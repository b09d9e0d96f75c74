package io.gemba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.forward.Forwarder;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.cloud.mqtt.fake.FakeBroker;
import io.gemba.cloud.mqtt.fake.Peer;
import io.gemba.cloud.mqtt.fake.Publish;
import io.gemba.cloud.mqtt.fake.Script;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A real journal against brokers that misbehave: nothing is lost, nothing comes differently under
 * one number, and the words say what is wrong. Only what the broker acknowledged counts as come.
 */
class FaultyBrokersTest {
  private static final int BLOCKS = 20;
  private static final int SAMPLES = 25;
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final Books books = new Books();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> problems = new CopyOnWriteArrayList<>();

  /** Connections up to this one misbehave after their birth, the later ones are polite. */
  private Script misbehavingUntil(int last, Script.Reaction misbehaviour) {
    return Script.polite()
        .onPublish(
            (peer, publish, index) -> {
              int connection = index == 0 ? connections.incrementAndGet() : connections.get();
              if (index == 0 || connection > last) {
                acknowledge(peer, publish);
              } else {
                misbehaviour.to(peer, publish, index);
              }
            });
  }

  private void acknowledge(Peer peer, Publish publish) throws IOException {
    byte[] payload = publish.payload();
    if (publish.properties().containsKey(0x26)) {
      payload = new InflaterInputStream(new ByteArrayInputStream(payload)).readAllBytes();
    }
    books.take(publish.topic(), payload, publish.retained());
    peer.acknowledge(publish, 0);
  }

  private JournalToBroker line(FakeBroker broker) throws JournalException {
    return new JournalToBroker(folder, "mqtt://127.0.0.1:" + broker.port());
  }

  /** Backlog, then live data while the broker misbehaves; everything must be there at the end. */
  private void deliversEverything(JournalToBroker line) throws Exception {
    for (int i = 0; i < BLOCKS; i++) {
      line.append(SAMPLES);
    }
    Forwarder forwarder = line.start();
    for (int i = 0; i < BLOCKS; i++) {
      int seen = connections.get();
      line.append(SAMPLES);
      note(forwarder);
      long until = System.nanoTime() + 30_000_000;
      Await.until(
          "something happens", SOON, () -> connections.get() > seen || System.nanoTime() > until);
    }
    awaitAll(line, forwarder);
  }

  private void awaitAll(JournalToBroker line, Forwarder forwarder) throws InterruptedException {
    Await.until(
        () -> "everything acknowledged, but: " + forwarder.health(),
        SOON,
        () -> {
          note(forwarder);
          return line.outbox.pendingSamples() == 0;
        });
    assertThat(books.received()).isEqualTo(line.journal.nextSeq("press1") - 1);
    assertThat(books.unexplainedHoles()).isEmpty();
    assertThat(books.conflicts()).isEmpty();
    assertThat(books.gaps()).isEmpty();
    assertThat(forwarder.health().setAside()).isZero();
  }

  private void note(Forwarder forwarder) {
    String problem = forwarder.health().problem();
    if (problem != null && !problems.contains(problem)) {
      problems.add(problem);
    }
  }

  @Test
  void aBrokerThatAcceptsAndNeverAcknowledges() throws Exception {
    Script script = misbehavingUntil(2, (peer, publish, index) -> {});
    try (FakeBroker broker = new FakeBroker(script);
        JournalToBroker line = line(broker).with("ack-timeout", Duration.ofMillis(300))) {
      deliversEverything(line);
      assertThat(problems).anyMatch(p -> p.contains("has not acknowledged a message for"));
    }
  }

  @Test
  void aBrokerThatDisconnectsOnEveryPublish() throws Exception {
    try (FakeBroker broker =
            new FakeBroker(misbehavingUntil(6, (peer, publish, index) -> peer.reset()));
        JournalToBroker line = line(broker)) {
      deliversEverything(line);
      assertThat(connections).hasValueGreaterThan(6);
    }
  }

  @Test
  void aBrokerThatTakesAMessageAtATime() throws Exception {
    try (FakeBroker broker =
            new FakeBroker(misbehavingUntil(0, (peer, publish, index) -> {}).with(0x21, 1));
        JournalToBroker line = line(broker)) {
      deliversEverything(line);
      assertThat(broker.peer().mostUnacknowledged()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x9C, 0x9D})
  void aBrokerThatSendsUsElsewhere(int code) throws Exception {
    Map<Integer, Object> elsewhere = Map.of(0x1C, "other.example.com");
    try (FakeBroker broker =
            new FakeBroker(
                misbehavingUntil(3, (peer, publish, index) -> peer.disconnect(code, elsewhere)));
        JournalToBroker line = line(broker)) {
      deliversEverything(line);
      assertThat(problems)
          .anyMatch(p -> p.contains("other.example.com") && p.contains("under url"));
    }
  }

  @Test
  void aLineThatIsHalfOpen() throws Exception {
    Script script = misbehavingUntil(1, (peer, publish, index) -> {}).ignoringPings();
    try (FakeBroker broker = new FakeBroker(script);
        JournalToBroker line = line(broker).with("keep-alive", Duration.ofSeconds(1))) {
      deliversEverything(line);
      assertThat(problems).anyMatch(p -> p.contains("keep-alive"));
    }
  }

  @Test
  void aNameThatIsNotFoundForAWhile() throws Exception {
    ScriptedNames.FAILURES_LEFT.set(4);
    try (FakeBroker broker = new FakeBroker(misbehavingUntil(0, (peer, publish, index) -> {}));
        JournalToBroker line =
            line(broker).with("url", "mqtt://" + ScriptedNames.NAME + ":" + broker.port())) {
      deliversEverything(line);
      assertThat(problems).anyMatch(p -> p.contains(ScriptedNames.NAME));
    }
  }

  @Test
  void aBrokerWhoseQuotaIsExceededForAWhile() throws Exception {
    try (FakeBroker broker =
            new FakeBroker(
                misbehavingUntil(4, (peer, publish, index) -> peer.acknowledge(publish, 0x97)));
        JournalToBroker line = line(broker)) {
      deliversEverything(line);
      assertThat(problems).anyMatch(p -> p.contains("quota exceeded"));
    }
  }

  @Test
  void aBrokerThatIsKilledAgainAndAgain() throws Exception {
    try (FakeBroker broker = new FakeBroker(misbehavingUntil(0, (peer, publish, index) -> {}));
        JournalToBroker line = line(broker)) {
      for (int i = 0; i < BLOCKS; i++) {
        line.append(SAMPLES);
      }
      Forwarder forwarder = line.start();
      for (int kill = 0; kill < 5; kill++) {
        int before = connections.get();
        Await.until(
            "connected", SOON, () -> connections.get() > before || forwarder.health().connected());
        line.append(SAMPLES);
        broker.goAway();
        line.append(SAMPLES);
        Await.until("noticed", SOON, () -> !forwarder.health().connected());
        broker.comeBack();
      }
      awaitAll(line, forwarder);
    }
  }

  /** One acknowledgement at a time, each after a while; live data must not wait for the backlog. */
  @Test
  void aSlowBrokerGetsLiveDataBeforeTheBacklog() throws Exception {
    LinkedBlockingQueue<Runnable> slow = new LinkedBlockingQueue<>();
    List<String> order = new CopyOnWriteArrayList<>();
    Script script =
        Script.polite()
            .afterBirth(
                (peer, publish, index) ->
                    slow.add(
                        () -> {
                          try {
                            order.add(publish.topic().contains("/hist/") ? "hist" : "tag");
                            acknowledge(peer, publish);
                          } catch (IOException e) {
                            problems.add(String.valueOf(e));
                          }
                        }));
    Thread clerk = Thread.ofVirtual().start(() -> workSlowly(slow));
    try (FakeBroker broker = new FakeBroker(script);
        JournalToBroker line = line(broker)) {
      for (int i = 0; i < 60; i++) {
        line.append(SAMPLES);
      }
      Forwarder forwarder = line.start();
      Await.until("the backlog begins", SOON, () -> order.contains("hist"));
      line.append(SAMPLES);
      awaitAll(line, forwarder);
      assertThat(order.indexOf("tag")).as("place of the live message").isBetween(1, 25);
      assertThat(problems).isEmpty();
    } finally {
      clerk.interrupt();
    }
  }

  private static void workSlowly(LinkedBlockingQueue<Runnable> queue) {
    try {
      while (true) {
        Runnable next = queue.take();
        Thread.sleep(25); // the slowness itself, not an await
        next.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Each takes the session over from the other: they must get slower, and say why. */
  @Test
  void twoGatewaysWithOneClientIdDoNotFlapAtFullSpeed() throws Exception {
    List<Peer> peers = new CopyOnWriteArrayList<>();
    Script script =
        Script.polite()
            .onPublish(
                (peer, publish, index) -> {
                  if (index == 0) {
                    connections.incrementAndGet();
                    for (Peer other : peers) {
                      other.disconnect(0x8E, Map.of());
                    }
                    peers.clear();
                    peers.add(peer);
                  }
                  acknowledge(peer, publish);
                });
    try (FakeBroker broker = new FakeBroker(script);
        JournalToBroker one = line(broker).waiting(Duration.ofMillis(40));
        JournalToBroker two =
            new JournalToBroker(folder.resolve("two"), "mqtt://127.0.0.1:" + broker.port())
                .waiting(Duration.ofMillis(40))) {
      one.append(SAMPLES);
      long start = System.nanoTime();
      Forwarder first = one.start();
      Forwarder second = two.start();
      Await.until(
          "they take each other's place",
          SOON,
          () -> {
            note(first);
            note(second);
            return connections.get() >= 10;
          });
      // five attempts each: four waits of at least 20, 40, 80 and 160 ms
      assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(250).toNanos());
      assertThat(problems).anyMatch(p -> p.contains("client id in use") && p.contains("client-id"));
      two.stop();
      awaitAll(one, first);
    }
  }

  @Test
  void aChangedFormatAppliesToTheBacklogAndLosesNothing() throws Exception {
    Script script =
        misbehavingUntil(
            1,
            (peer, publish, index) -> {
              if (index <= BLOCKS / 2) {
                acknowledge(peer, publish);
              }
            });
    try (FakeBroker broker = new FakeBroker(script);
        JournalToBroker line = line(broker)) {
      for (int i = 0; i < BLOCKS; i++) {
        line.append(SAMPLES);
      }
      line.start();
      Await.until("half of it", SOON, () -> books.received() == BLOCKS / 2 * SAMPLES);
      line.stop();
      long repeats = books.repeats();
      Forwarder changed = line.with("compress", "deflate").start();
      awaitAll(line, changed);
      assertThat(books.repeats()).as("nothing acknowledged comes again").isEqualTo(repeats);
      assertThat(broker.peer().published()).anyMatch(p -> p.properties().containsKey(0x26));
    }
  }
}
