package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.gemba.cloud.console.notify.ChannelConfig;
import io.gemba.cloud.console.notify.Glob;
import io.gemba.cloud.console.notify.NotifyConfig;
import io.gemba.cloud.console.notify.Rule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a message at the broker to one at the other side, through the real console. */
class NotifyTest {
  @TempDir Path folder;
  private final List<String> got = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private HttpServer server;

  @BeforeEach
  void open() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (status == 200) {
              got.add(new String(body, StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(status, -1);
          }
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private NotifyConfig config() {
    Rule rule =
        new Rule(
            "stop",
            Rule.When.STOP,
            Duration.ofMinutes(5),
            0,
            false,
            Set.of("FAULT"),
            "warning",
            List.of(Glob.ALL),
            List.of("hook"),
            null,
            List.of(),
            true);
    ChannelConfig hook = new ChannelConfig.Webhook("hook", "en", url(), null, null);
    return new NotifyConfig(
        "https://b.example.com", Duration.ZERO, Duration.ZERO, List.of(hook), List.of(rule));
  }

  private static int post(Plant plant, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(plant.console.url() + path))
            .header("Content-Type", "application/json")
            .header("X-Gemba-CSRF", plant.json("/api/v1/me").path("csrf").asText())
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    return plant.http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static void fault(Plant plant) throws Exception {
    plant.say(
        Plant.LINE + "_/state/line",
        "{'v':1,'gw':'gw-01','t':%d,'state':'FAULT','since':%d,'timezone':'Asia/Shanghai'}"
            .formatted(plant.time.now(), plant.time.now() - 600_000));
  }

  @Test
  void aDeadChannelAndARestartLoseNothingAndTellNothingTwice() throws Exception {
    status = 503;
    try (Plant plant = new Plant(folder, config(), null)) {
      fault(plant);
      Await.until(
          "the channel's trouble is shown",
          () ->
              plant
                  .json("/api/v1/notify")
                  .path("channels")
                  .get(0)
                  .path("problem")
                  .asText()
                  .contains("503"));
      JsonNode state = plant.json("/api/v1/notify");
      assertThat(state.path("channels").get(0).path("waiting").asInt()).isEqualTo(1);
      assertThat(state.path("incidents").get(0).path("trouble").path("state").asText())
          .isEqualTo("FAULT");
    }
    status = 200;
    try (Plant plant = new Plant(folder, config(), null)) {
      Await.until("delivered after the restart", () -> got.size() == 1);
      fault(plant);
      String id = plant.json("/api/v1/notify").path("incidents").get(0).path("id").asText();
      assertThat(got.getFirst())
          .contains("https://b.example.com/?line=acme%2Fdongguan%2Fmolding%2Fl3&incident=" + id);
      assertThat(post(plant, "/api/v1/notify/incidents/" + id + "/acknowledge")).isEqualTo(200);
      assertThat(post(plant, "/api/v1/notify/incidents/none/acknowledge")).isEqualTo(404);
      assertThat(
              plant.json("/api/v1/notify").path("incidents").get(0).path("acknowledgedBy").asText())
          .isEqualTo("-");
      assertThat(plant.get("/api/v1/notify/incidents/" + id + "/acknowledge").statusCode())
          .isIn(404, 405);
      assertThat(post(plant, "/api/v1/notify/test/hook")).isEqualTo(403);
      Door admin = Door.of(plant, "boss", io.gemba.cloud.console.users.Role.ADMIN, "*/*");
      assertThat(admin.post("/api/v1/notify/test/none", "{}").statusCode()).isEqualTo(404);
      assertThat(admin.post("/api/v1/notify/test/hook", "{}").statusCode()).isEqualTo(200);
      Await.until("the test message", () -> got.size() == 2);
      assertThat(got.getLast()).contains("\"kind\":\"test\"");
    }
  }

  @Test
  void triesAChannelFromTheShell() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("console.yaml"),
            """
            brokers: { hq: { url: "mqtt://h" } }
            notify:
              channels: { hook: { type: webhook, url: "%s" } }
              rules: { r: { when: stop, to: [hook] } }
            """
                .formatted(url()));
    String config = file.toString();
    assertThat(ConsoleMain.run("notify", "test", "hook", "--config", config)).isZero();
    assertThat(got).hasSize(1);
    assertThat(ConsoleMain.run("notify", "test", "hok", "--config", config)).isEqualTo(2);
    assertThat(ConsoleMain.run("notify", "try", "hook", "--config", config)).isEqualTo(2);
    assertThat(ConsoleMain.run("notify", "test", "hook")).isEqualTo(2);
    status = 500;
    assertThat(ConsoleMain.run("notify", "test", "hook", "--config", config)).isEqualTo(1);
  }
}
