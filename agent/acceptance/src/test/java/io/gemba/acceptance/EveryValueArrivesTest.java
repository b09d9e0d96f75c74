package io.gemba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server nobody here wrote, the packaged agent, mosquitto; 1,000 counters at 1 Hz. The long form
 * of the issue (five minutes, the broker away for one) is {@code -Dgemba.acceptance.seconds=300};
 * the suite runs a short one.
 */
@Tag("bed")
class EveryValueArrivesTest {
  private static final int POINTS = 1_000;
  private static final int SECONDS = Integer.getInteger("gemba.acceptance.seconds", 40);
  private static final Duration OUTAGE = Duration.ofSeconds(SECONDS / 5);

  @TempDir Path folder;

  @Test
  void deliversEveryValueAcrossAnOutageOfTheBroker() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder);
        CounterServer server = new CounterServer(folder, POINTS, Duration.ofSeconds(1));
        Consumer consumer = new Consumer(broker.url());
        GembaAgent agent =
            new GembaAgent(folder, Yaml.counters(server.endpoint(), broker.url(), POINTS))) {
      agent.awaitRunning();
      Await.until(
          "the first second of values",
          Duration.ofSeconds(60),
          () -> consumer.received() >= POINTS);
      Thread.sleep(Duration.ofSeconds(SECONDS * 2 / 5)); // the load itself, not an await
      broker.stop();
      Thread.sleep(OUTAGE);
      broker.startAgain();
      consumer.connect();
      long before = consumer.received();
      Await.until(
          "data after the outage", Duration.ofSeconds(40), () -> consumer.received() > before);
      Thread.sleep(Duration.ofSeconds(SECONDS * 2 / 5));
      assertThat(agent.stop()).isZero();
      Await.until(
          "everything stopped moving", Duration.ofSeconds(20), new Quiet(consumer)::isQuiet);

      assertThat(consumer.conflicts()).isEmpty();
      assertThat(consumer.unexplainedHoles()).isEmpty();
      assertEveryCounterIsComplete(consumer.samplesOf("counters"));
      assertThat(consumer.samplesOf("counters")).anyMatch(Books.Received::history);
    }
  }

  /**
   * Each counter's good values, put in order, have no hole: nothing was lost between the machine
   * and the consumer.
   */
  static void assertEveryCounterIsComplete(List<Books.Received> samples) {
    Map<String, TreeSet<Integer>> values = new HashMap<>();
    for (Books.Received sample : samples) {
      if (sample.quality().equals("good")) {
        values
            .computeIfAbsent(sample.point(), p -> new TreeSet<>())
            .add(Integer.parseInt(sample.value()));
      }
    }
    assertThat(values).hasSize(POINTS);
    values.forEach(
        (point, seen) ->
            assertThat(seen)
                .as(point + " from " + seen.first() + " to " + seen.last())
                .hasSize(seen.last() - seen.first() + 1));
  }
}
