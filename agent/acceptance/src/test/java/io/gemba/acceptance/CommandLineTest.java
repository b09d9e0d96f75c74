package io.gemba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a technician types them. */
@Tag("bed")
class CommandLineTest {
  @TempDir Path folder;

  @Test
  void checkReportsATypoInEverySectionInOneRunWithItsLineAndASuggestion() throws Exception {
    Path file = folder.resolve("gemba.yaml");
    Files.writeString(
        file,
        """
        gateway:
          enterprise: acme
          site: Dong guan
          id: gw-01
          timezon: Asia/Shanghai
        journal:
          directory: journal
          commit-evry: 250ms
          max-size: 2 gigs
        uplinks:
          hq:
            url: mqtt://127.0.0.1:1883
            keep-alife: 15s
        devices:
          press1:
            adapter: opcau
            place: molding/l3/press1
          press2:
            adapter: opcua
            place: molding/l3/press2
            endpiont: opc.tcp://127.0.0.1:4840
            endpoint: opc.tcp://127.0.0.1:4840
            points:
              temp: { node: "ns=2;s=T", sampling-intervall: 1s }
        lines:
          molding/l3:
            state: { from: stack-light, green: press2/tmp }
            ideal-cycel: 16s
        """);
    GembaAgent.Result result = GembaAgent.command(folder, "check", file.toString());
    assertThat(result.exitCode()).isEqualTo(2);
    for (String expected :
        new String[] {
          ":3:",
          ":5:",
          "timezone",
          ":8:",
          "commit-every",
          ":9:",
          ":13:",
          "keep-alive",
          ":16:",
          "opcua",
          ":21:",
          "endpoint",
          ":24:",
          "sampling-interval",
          ":27:",
          "'temp'",
          ":28:",
          "ideal-cycle"
        }) {
      assertThat(result.output()).contains(expected);
    }
    assertThat(GembaAgent.command(folder, "run", "--config", file.toString()).exitCode())
        .isEqualTo(2);
  }

  @Test
  void adaptersListsOurOwnAndTheyFit() throws Exception {
    GembaAgent.Result result = GembaAgent.command(folder, "adapters");
    assertThat(result.output()).contains("opcua").contains("gpio").contains("ok");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void versionAnswersInWordsAndInJson() throws Exception {
    assertThat(GembaAgent.command(folder, "version").output()).contains("gemba 0.1.0");
    assertThat(GembaAgent.command(folder, "version", "--json").output()).contains("\"gemba\"");
  }

  @Test
  void anUnknownCommandIsAUsageError() throws Exception {
    GembaAgent.Result result = GembaAgent.command(folder, "rnu");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void discoverShowsEndpointsTheirSecurityAndTheFingerprint() throws Exception {
    try (CounterServer server = new CounterServer(folder, 1, Duration.ofSeconds(1))) {
      GembaAgent.Result result = GembaAgent.command(folder, "discover", server.endpoint());
      assertThat(result.exitCode()).as(result.output()).isZero();
      assertThat(result.output()).contains("Basic256Sha256").contains("SignAndEncrypt");
    }
  }

  @Test
  void discoverOfNothingSaysWhatToDo() throws Exception {
    GembaAgent.Result result =
        GembaAgent.command(folder, "discover", "opc.tcp://127.0.0.1:" + Checkout.freePort());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("127.0.0.1");
  }

  @Test
  void journalStatusAnswersWhileTheAgentRunsAndAfterIt() throws Exception {
    String yaml =
        """
        gateway: { enterprise: acme, site: dongguan, id: gw-01 }
        journal: { directory: journal }
        uplinks: { hq: { url: "mqtt://127.0.0.1:%d" } }
        """
            .formatted(Checkout.freePort());
    Path config = folder.resolve("gemba.yaml");
    try (GembaAgent agent = new GembaAgent(folder, yaml)) {
      agent.awaitRunning();
      GembaAgent.Result running =
          GembaAgent.command(folder, "journal", "status", "--config", config.toString());
      assertThat(running.exitCode()).as(running.output()).isZero();
      assertThat(running.output()).contains("not connected").contains("hq");
      assertThat(agent.stop()).isZero();
    }
    GembaAgent.Result stopped =
        GembaAgent.command(folder, "journal", "status", "--config", config.toString());
    assertThat(stopped.exitCode()).as(stopped.output()).isZero();
    assertThat(stopped.output()).contains("hq");
  }
}
