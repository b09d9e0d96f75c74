package io.gemba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of the agent in mid-stream: {@code -Dgemba.acceptance.kills=20} is the number.
 */
@Tag("bed")
class KillNineTest {
  private static final int KILLS = Integer.getInteger("gemba.acceptance.kills", 20);
  private static final int POINTS = 200;

  @TempDir Path folder;

  @Test
  void losesOnlyTheOpenCommitWindowAndSaysSo() throws Exception {
    Random random = new Random(9);
    try (Mosquitto broker = new Mosquitto(folder);
        CounterServer server = new CounterServer(folder, POINTS, Duration.ofMillis(200));
        Consumer consumer = new Consumer(broker.url());
        GembaAgent agent =
            new GembaAgent(folder, Yaml.counters(server.endpoint(), broker.url(), POINTS))) {
      for (int kill = 0; kill < KILLS; kill++) {
        long before = consumer.received();
        Await.until(
            () -> "data before kill: " + agent.log(),
            Duration.ofSeconds(40),
            () -> consumer.received() > before + POINTS);
        Thread.sleep(random.nextInt(1_000)); // the moment of the kill, not an await
        agent.kill();
        agent.startAgain();
      }
      long before = consumer.received();
      Await.until(
          () -> "data after the last kill: " + agent.log(),
          Duration.ofSeconds(40),
          () -> consumer.received() > before + POINTS);
      agent.stop();
      Await.until(
          "everything stopped moving", Duration.ofSeconds(20), new Quiet(consumer)::isQuiet);

      assertThat(consumer.conflicts()).isEmpty();
      assertThat(consumer.unexplainedHoles()).isEmpty();
      assertThat(consumer.gaps())
          .filteredOn(g -> g.cause().equals("unclean-stop"))
          .hasSizeGreaterThanOrEqualTo(KILLS);
    }
  }
}
