package io.gemba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a technician does at a gateway: page, doctor, reload, support bundle; with a real server.
 */
@Tag("bed")
class GatewayPageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CANARY = "hunter2-CANARY";
  private static final Map<String, String> MACHINES =
      Map.of("en-GB", "Machines", "zh-HK", "設備", "zh-CN", "设备");

  @TempDir Path folder;
  private final int port = freePort();
  private final int broker = freePort();

  @Test
  void aTechnicianLooksDecidesReloadsAndAsksForHelp() throws Exception {
    Browser browser = new Browser();
    Path secret = folder.resolve("secret");
    Files.writeString(secret, CANARY + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    try (CounterServer server = new CounterServer(folder, 3, Duration.ofMillis(500));
        GembaAgent agent = new GembaAgent(folder, yaml(server, "C0"))) {
      agent.awaitRunning();
      Await.until(
          "a certificate that waits",
          PATIENCE,
          () ->
              metric("gemba_certificates_waiting") == 1
                  && metric("gemba_device_connected{device=\"open\"}") == 1);
      assertThat(get("/healthz").statusCode()).isEqualTo(200);
      browser
          .lookAtGateway(url(""), "en-GB", "zh-HK", "zh-CN")
          .forEach(GatewayPageTest::isAGoodPage);
      assertThat(run("trust", "list", "--config", config())).contains("TRUSTED");
      doctor(agent);
      reload(server, agent);
      bundle();
      assertThat(agent.stop()).isZero();
    }
    assertThat(run("doctor", "--config", config())).contains("no agent runs", "entries");
  }

  private static void isAGoodPage(JsonNode page) {
    String language = page.path("language").asText();
    assertThat(page.path("errors")).as("errors in %s", language).isEmpty();
    assertThat(page.path("tooWide").asInt()).as("scrolls sideways: %s", page).isZero();
    assertThat(page.path("small").asInt()).as("too small for a thumb: %s", page).isZero();
    assertThat(page.path("everything").asText())
        .contains(MACHINES.get(language), "gw-01", "open", "closed", "SHA-256")
        .doesNotContain("undefined", "NaN", "null", "[object")
        .doesNotContainPattern("\\b(do|cert|sum|up|journal|device|age|q)\\.[a-z]");
  }

  private void doctor(GembaAgent agent) throws Exception {
    GembaAgent.Result result = GembaAgent.command(folder, "doctor", "--json", "--config", config());
    assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
    JsonNode report = new ObjectMapper().readTree(result.output());
    assertThat(report.path("findings").toString())
        .contains("the agent reads it", "nothing listens at 127.0.0.1:" + broker)
        .doesNotContain(CANARY);
    report
        .path("findings")
        .forEach(
            finding ->
                assertThat(finding.path("fix").asText().isEmpty())
                    .as(finding.toString())
                    .isEqualTo(finding.path("result").asText().equals("ok")));
    assertThat(agent.isAlive()).isTrue();
  }

  private void reload(CounterServer server, GembaAgent agent) throws Exception {
    double losses = metric("gemba_device_losses_total{device=\"open\"}");
    long connections = connections(agent);
    Files.writeString(Path.of(config()), yaml(server, "C0").replace("devices:", "devicse:"));
    GembaAgent.Result bad = GembaAgent.command(folder, "reload", "--config", config());
    assertThat(bad.exitCode()).isEqualTo(2);
    HttpResponse<String> refused = post("/api/v1/reload");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(get("/healthz").body()).contains("devices");
    assertThat(metric("gemba_config_last_load_successful")).isZero();

    String more =
        "\n  more:\n    adapter: opcua\n    place: a/b/more\n    endpoint: "
            + server.endpoint()
            + "\n    security: none\n    points: { c: { node: \"nsu=urn:gemba:test:counters;s=C1\" } }\n";
    Files.writeString(Path.of(config()), yaml(server, "C0") + more);
    assertThat(run("reload", "--config", config())).contains("is in force");
    Await.until(
        "the new device", PATIENCE, () -> metric("gemba_device_connected{device=\"more\"}") == 1);
    assertThat(metric("gemba_device_losses_total{device=\"open\"}")).isEqualTo(losses);
    assertThat(connections(agent))
        .as("the old session stays: %s", agent.log())
        .isEqualTo(connections);
    assertThat(metric("gemba_config_last_load_successful")).isEqualTo(1);
  }

  private static long connections(GembaAgent agent) {
    return agent.log().lines().filter(line -> line.contains("device open: connected")).count();
  }

  private void bundle() throws Exception {
    Path zip = folder.resolve("support.zip");
    assertThat(run("support-bundle", "--config", config(), "--to", zip.toString()))
        .contains("look before you send it");
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      List<String> names = archive.stream().map(entry -> entry.getName()).toList();
      assertThat(names)
          .contains(
              "gemba-support/gemba.yaml", "gemba-support/doctor.txt", "gemba-support/log.txt");
      for (String name : names) {
        byte[] text = archive.getInputStream(archive.getEntry(name)).readAllBytes();
        assertThat(new String(text, StandardCharsets.UTF_8)).as(name).doesNotContain("CANARY");
      }
      byte[] log = archive.getInputStream(archive.getEntry("gemba-support/log.txt")).readAllBytes();
      assertThat(new String(log, StandardCharsets.UTF_8)).contains("device open: connected");
    }
  }

  private String yaml(CounterServer server, String node) {
    return """
        # password: %s
        gateway: { enterprise: acme, site: dongguan, id: gw-01, page: "127.0.0.1:%d" }
        journal: { directory: journal }
        uplinks:
          hq: { url: "mqtt://127.0.0.1:%d", username: gw, password-file: secret }
        devices:
          open:
            adapter: opcua
            place: molding/l3/open
            endpoint: %s
            security: none
            points: { c: { node: "nsu=urn:gemba:test:counters;s=%s" } }
          closed:
            adapter: opcua
            place: molding/l3/closed
            endpoint: %s
            security: best
            points: { c: { node: "nsu=urn:gemba:test:counters;s=C2" } }
        """
        .formatted(CANARY, port, broker, server.endpoint(), node, server.endpoint())
        .stripTrailing();
  }

  private String config() {
    return folder.resolve("gemba.yaml").toString();
  }

  private String run(String... command) throws Exception {
    return GembaAgent.command(folder, command).output();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private double metric(String name) {
    try {
      return get("/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElse(-1);
    } catch (Exception e) {
      return -1; // not listening yet
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(url(path))));
  }

  private HttpResponse<String> post(String path) throws Exception {
    String token =
        new ObjectMapper().readTree(get("/api/v1/session").body()).path("token").asText();
    return send(
        HttpRequest.newBuilder(URI.create(url(path)))
            .header("Content-Type", "application/json")
            .header("X-Gemba-Token", token)
            .POST(HttpRequest.BodyPublishers.ofString("{}")));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private static int freePort() {
    try {
      return Checkout.freePort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
