package io.gemba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.mqtt.fake.FakeBroker;
import io.gemba.cloud.mqtt.fake.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of the agent at random moments under load, while the broker and the OPC UA server are
 * killed and restarted too. The long form is {@code -Dgemba.acceptance.kills=1000}, see README.md;
 * {@code -Dgemba.acceptance.seed} gives it other moments. The broker is one whose books are exact:
 * what it acknowledged is in them, so that a hole is the agent's fault and nobody else's.
 */
@Tag("bed")
class KillNineTest {
  private static final int KILLS = Integer.getInteger("gemba.acceptance.kills", 12);
  private static final long SEED = Long.getLong("gemba.acceptance.seed", 9);
  private static final int POINTS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;
  private final Books books = new Books();

  @Test
  void losesOnlyTheOpenCommitWindowAndSaysSo() throws Exception {
    Random random = new Random(SEED);
    Script script =
        Script.polite()
            .forgetting()
            .onPublish(
                (peer, publish, index) -> {
                  books.take(publish.topic(), publish.payload(), publish.retained());
                  peer.acknowledge(publish, 0);
                });
    try (FakeBroker broker = new FakeBroker(script);
        CounterServer server = new CounterServer(folder, POINTS, Duration.ofMillis(200));
        GembaAgent agent =
            new GembaAgent(
                folder,
                Yaml.counters(server.endpoint(), "mqtt://127.0.0.1:" + broker.port(), POINTS))) {
      try (Trouble trouble = new Trouble(broker, server, SEED)) {
        for (int kill = 1; kill <= KILLS; kill++) {
          awaitData("before kill " + kill, agent);
          Thread.sleep(random.nextInt(1_000)); // the moment of the kill, not an await
          agent.kill();
          agent.startAgain();
          agent.awaitRunning(); // what the broker still had to read does not tell that it runs
          if (kill % 50 == 0) {
            System.out.printf(
                "%d kills, %d restarts of the broker, %d of the server, %,d samples%n",
                kill, trouble.brokerRestarts(), trouble.serverRestarts(), books.received());
            assertSound();
          }
        }
      }
      awaitData("after the last kill", agent);
      agent.stop();
      Await.until(
          "everything stopped moving",
          Duration.ofSeconds(20),
          new Quiet(() -> books.received() + books.gaps().size())::isQuiet);

      assertSound();
      assertThat(books.gaps())
          .filteredOn(g -> g.cause().equals("unclean-stop"))
          .hasSizeGreaterThanOrEqualTo(KILLS);
      assertThat(books.gaps())
          .filteredOn(g -> g.to() >= g.from())
          .as("no number was lost")
          .isEmpty();
    }
  }

  private void assertSound() {
    assertThat(books.conflicts()).isEmpty();
    assertThat(books.unexplainedHoles()).isEmpty();
  }

  private void awaitData(String when, GembaAgent agent) throws InterruptedException {
    long before = books.received();
    Await.until(
        () -> "data " + when + ": " + agent.log(),
        PATIENCE,
        () -> books.received() > before + POINTS);
  }
}
