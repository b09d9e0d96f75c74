package io.gemba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first day with a machine, as a technician spends it: refused, looked at, accepted, browsed,
 * read. Secured with a server that nobody here wrote.
 */
@Tag("bed")
class TrustAndBrowseTest {
  private static final int POINTS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  @TempDir Path folder;

  @Test
  void whatAPersonAcceptsFlowsAndWhatBrowseWroteIsRead() throws Exception {
    Path config = folder.resolve("gemba.yaml");
    try (Mosquitto broker = new Mosquitto(folder);
        CounterServer server = new CounterServer(folder, POINTS, Duration.ofMillis(200));
        Consumer consumer = new Consumer(broker.url())) {
      String secured = yaml(server, broker, "points: { one: { node: \"" + node(1) + "\" } }");
      try (GembaAgent agent = new GembaAgent(folder, secured)) {
        String command = "gemba trust accept --config " + config.toRealPath() + " counters";
        awaitLog(agent, command);
        assertThat(consumer.samplesOf("counters"))
            .noneMatch(sample -> sample.quality().equals("good"));
        assertThat(run("trust", "list", "--config", config.toString()))
            .contains("PENDING", "counters at " + server.endpoint(), "SHA-256");
        introduceUsTo(config);
        assertThat(run(command.substring("gemba ".length()).split(" ")))
            .contains("accepted", "SHA-256");
        awaitPoint(consumer, "one");
        assertThat(run("trust", "list", "--config", config.toString()))
            .contains("TRUSTED", "for      counters", "THIS GATEWAY'S OWN");
        assertThat(agent.stop()).isZero();
      }

      String table = run("browse", "counters", "--config", config.toString(), "--csv");
      assertThat(table).startsWith("name,node,unit").contains(node(POINTS - 1));
      Files.writeString(folder.resolve("points.csv"), table);
      Files.writeString(config, yaml(server, broker, "points-file: points.csv"));
      assertThat(run("check", config.toString())).contains("fine", "1 devices");
      Path selecting = folder.resolve("selecting.yaml");
      Files.writeString(selecting, yaml(server, broker, "select: [{ match: \"**/C1*\" }]"));
      assertThat(run("check", selecting.toString())).contains("fine", "1 devices");
      try (GembaAgent agent = new GembaAgent(folder, Files.readString(config))) {
        agent.awaitRunning();
        awaitPoint(consumer, "Counters.C" + (POINTS - 1));
        assertThat(agent.stop()).isZero();
      }
      assertThat(run("browse", server.endpoint(), "--security", "none", "--match", "**/C7"))
          .contains("Counters", node(7))
          .doesNotContain("C8");
    }
  }

  /** As its manual says: our certificate, exported, goes among those that the server trusts. */
  private void introduceUsTo(Path config) throws Exception {
    Path usb = folder.resolve("usb");
    assertThat(run("trust", "export", "--config", config.toString(), "--to", usb.toString()))
        .contains("SHA-256", "gemba-client.pem", "trusted client");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path trusted : files.filter(TrustAndBrowseTest::isTrustList).toList()) {
        Files.copy(usb.resolve("gemba-client.pem"), trusted.resolve("gemba-client.pem"));
      }
    }
  }

  private static boolean isTrustList(Path path) {
    return path.endsWith("trusted/certs");
  }

  private String run(String... command) throws Exception {
    GembaAgent.Result result = GembaAgent.command(folder, command);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  private static void awaitLog(GembaAgent agent, String text) throws InterruptedException {
    Await.until(
        () -> "'" + text + "' in the log:\n" + agent.log(),
        PATIENCE,
        () -> agent.log().contains(text));
  }

  private static void awaitPoint(Consumer consumer, String point) throws InterruptedException {
    Await.until(
        "a good value of " + point,
        PATIENCE,
        () ->
            consumer.samplesOf("counters").stream()
                .anyMatch(
                    sample -> sample.point().equals(point) && sample.quality().equals("good")));
  }

  private static String node(int i) {
    return "nsu=urn:gemba:test:counters;s=C" + i;
  }

  private static String yaml(CounterServer server, Mosquitto broker, String points) {
    return """
        gateway: { enterprise: acme, site: dongguan, id: gw-01 }
        journal: { directory: journal }
        uplinks:
          hq: { url: "%s" }
        devices:
          counters:
            adapter: opcua
            place: molding/l3/counters
            endpoint: %s
            security: best
            publishing-interval: 500ms
            %s
        """
        .formatted(broker.url(), server.endpoint(), points);
  }
}
