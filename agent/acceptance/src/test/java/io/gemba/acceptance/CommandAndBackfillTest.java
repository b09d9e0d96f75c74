package io.gemba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.acceptance.Books.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A boss who writes, an agent that is killed, a server with a history: all of it with real parts.
 */
@Tag("bed")
class CommandAndBackfillTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String WRITE = "{\"point\":\"molding/l3/press/setpoint\",\"value\":%s}";

  @TempDir Path folder;

  @Test
  void executesACommandOnceAndMissesNothingWhileItIsDead() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder);
        CounterServer server = new CounterServer(folder, 1, Duration.ofMillis(100));
        Consumer consumer = new Consumer(broker.url());
        Boss boss = new Boss(broker.url());
        GembaAgent agent = new GembaAgent(folder, yaml(server.endpoint(), broker.url()))) {
      awaitPoint(consumer, agent, "kept", 10);
      assertThat(boss.command("write", WRITE.formatted(42), "c1")).contains("\"state\":\"done\"");
      Await.until(
          () -> "the written value comes back: " + agent.log(),
          PATIENCE,
          () -> of(consumer, "setpoint").stream().anyMatch(one -> one.value().equals("42")));
      assertThat(boss.command("write", WRITE.formatted(70_000), "c2"))
          .contains("\"state\":\"failed\"")
          .contains("Int16");
      String other = WRITE.replace("setpoint", "locked").formatted(1);
      assertThat(boss.command("write", other, "c3")).contains("refused").contains("commands.allow");

      agent.kill();
      int known = of(consumer, "kept").size();
      Thread.sleep(3_000); // longer than the server's queue holds what the agent missed
      agent.startAgain();
      awaitPoint(consumer, agent, "kept", known + 10);
      assertThat(boss.command("write", WRITE.formatted(42), "c1"))
          .as("the same command again, after kill -9")
          .contains("refused")
          .contains("duplicate");
      Await.until(
          () -> "the hole is healed: " + agent.log(),
          PATIENCE,
          () -> consumer.gaps().stream().anyMatch(gap -> gap.cause().equals("backfilled")));
      agent.stop();
      Await.until("nothing moves", Duration.ofSeconds(20), new Quiet(consumer)::isQuiet);

      List<Long> counts =
          of(consumer, "kept").stream()
              .map(one -> Long.valueOf(one.value()))
              .sorted()
              .distinct() // what the killed one had not acknowledged comes again
              .toList();
      assertThat(counts)
          .as("every count")
          .isEqualTo(LongStream.rangeClosed(counts.getFirst(), counts.getLast()).boxed().toList());
      assertThat(of(consumer, "kept").stream().filter(Received::history).count()).isGreaterThan(20);
      assertThat(consumer.unexplainedHoles()).isEmpty();
      assertThat(consumer.conflicts()).isEmpty();
    }
  }

  private static void awaitPoint(Consumer consumer, GembaAgent agent, String point, int samples)
      throws InterruptedException {
    Await.until(
        () -> samples + " samples of " + point + ": " + agent.log(),
        PATIENCE,
        () -> of(consumer, point).size() >= samples);
  }

  private static List<Received> of(Consumer consumer, String point) {
    return consumer.samplesOf("press").stream()
        .filter(one -> one.point().equals(point) && one.quality().equals("good"))
        .toList();
  }

  private static String yaml(String endpoint, String broker) {
    return """
        gateway: { enterprise: acme, site: dongguan, id: gw-01, timezone: Asia/Shanghai }
        journal: { directory: journal }
        uplinks:
          hq: { url: "%s", commands: { allow: [molding/l3/press/setpoint] } }
        devices:
          press:
            adapter: opcua
            place: molding/l3/press
            endpoint: %s
            security: none
            publishing-interval: 250ms
            points:
              kept: { node: "nsu=urn:gemba:test:counters;s=Kept", sampling-interval: 0ms, queue: 10 }
              setpoint: { node: "nsu=urn:gemba:test:counters;s=Setpoint", writable: true }
              locked: { node: "nsu=urn:gemba:test:counters;s=Setpoint", writable: true }
        """
        .formatted(broker, endpoint);
  }
}
