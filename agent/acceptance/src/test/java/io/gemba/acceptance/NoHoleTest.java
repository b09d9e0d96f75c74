package io.gemba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The agent is killed or restarted and every value that the server had meanwhile arrives all the
 * same: {@code -Dgemba.acceptance.restarts=40} for longer.
 */
@Tag("bed")
class NoHoleTest {
  private static final int RESTARTS = Integer.getInteger("gemba.acceptance.restarts", 3);
  private static final int POINTS = 20;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"kill -9", "stop"})
  void everyValueArrivesAlthoughTheAgentWasAway(String how) throws Exception {
    Random random = new Random(4);
    try (Mosquitto broker = new Mosquitto(folder);
        CounterServer server = new CounterServer(folder, POINTS, Duration.ofMillis(200));
        Consumer consumer = new Consumer(broker.url());
        GembaAgent agent = new GembaAgent(folder, yaml(server, broker))) {
      for (int restart = 0; restart < RESTARTS; restart++) {
        awaitData(agent, consumer);
        Thread.sleep(random.nextInt(1_000)); // the moment of the end, not an await
        if (how.equals("stop")) {
          agent.stop();
        } else {
          agent.kill();
        }
        agent.startAgain();
      }
      awaitData(agent, consumer);
      agent.stop();
      Await.until(
          "everything stopped moving", Duration.ofSeconds(20), new Quiet(consumer)::isQuiet);

      assertThat(consumer.conflicts()).isEmpty();
      assertThat(consumer.unexplainedHoles()).isEmpty();
      for (int point = 0; point < POINTS; point++) {
        assertThat(missing(consumer, "c" + point)).as("values of c%d", point).isEmpty();
      }
      List<Integer> sessions = values(consumer, "sessions").stream().distinct().toList();
      assertThat(sessions).as("sessions on the server").containsExactly(1);
      System.out.println(
          how + ": " + RESTARTS + " restarts, readings that came twice: " + twice(consumer));
    }
  }

  private static void awaitData(GembaAgent agent, Consumer consumer) throws InterruptedException {
    long before = consumer.received();
    Await.until(
        () -> "data: " + agent.log(),
        Duration.ofSeconds(40),
        () -> consumer.received() > before + 3 * POINTS);
  }

  private static String yaml(CounterServer server, Mosquitto broker) {
    return Yaml.counters(server.endpoint(), broker.url(), POINTS)
            .replace("publishing-interval: 500ms", "publishing-interval: 250ms")
            .replaceAll("(s=C[0-9]+\")", "$1, sampling-interval: 50ms")
        + "      sessions: { node: \"i=2277\" }\n";
  }

  private static List<Integer> missing(Consumer consumer, String point) {
    TreeSet<Integer> came = new TreeSet<>(values(consumer, point));
    TreeSet<Integer> all = new TreeSet<>();
    for (int value = came.first(); value <= came.last(); value++) {
      all.add(value);
    }
    all.removeAll(came);
    return List.copyOf(all);
  }

  private static long twice(Consumer consumer) {
    List<Integer> all = values(consumer, "c0");
    return all.size() - all.stream().distinct().count();
  }

  private static List<Integer> values(Consumer consumer, String point) {
    return consumer.samplesOf("counters").stream()
        .filter(sample -> sample.point().equals(point) && sample.quality().equals("good"))
        .map(sample -> Integer.parseInt(sample.value()))
        .toList();
  }
}
