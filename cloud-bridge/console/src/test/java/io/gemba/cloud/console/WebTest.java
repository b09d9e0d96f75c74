package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.config.StorageConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebTest {
  @TempDir Path folder;

  @Test
  void sendsASnapshotThenChangesAndNamesTheStream() throws Exception {
    try (Plant plant = new Plant(folder)) {
      plant.state("RUNNING", plant.time.now(), false);
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(plant.console.url() + "/api/v1/events"))
              .header("Last-Event-ID", "anything at all")
              .build();
      var response = plant.http.send(request, HttpResponse.BodyHandlers.ofLines());
      assertThat(response.headers().firstValue("content-type"))
          .hasValueSatisfying(v -> assertThat(v).startsWith("text/event-stream"));
      assertThat(response.headers().firstValue("x-accel-buffering")).hasValue("no");
      BlockingQueue<String> lines = new LinkedBlockingQueue<>();
      Thread.ofVirtual().start(() -> response.body().forEach(lines::add));
      String event = next(lines, "event: ");
      while (event.equals("event: line")) { // a change may slip in just before; the snapshot has it
        event = next(lines, "event: ");
      }
      assertThat(event).isEqualTo("event: snapshot");
      assertThat(next(lines, "data: ")).contains("\"state\":\"RUNNING\"").contains("注塑三線");
      plant.state("FAULT", plant.time.now(), false);
      String data = next(lines, "data: ");
      while (!data.contains("FAULT")) {
        data = next(lines, "data: ");
      }
      assertThat(data).contains("\"key\":\"acme/dongguan/molding/l3\"");
    }
  }

  private static String next(BlockingQueue<String> lines, String prefix)
      throws InterruptedException {
    String line = "";
    while (line != null && !line.startsWith(prefix)) {
      line = lines.poll(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS);
    }
    return String.valueOf(line);
  }

  @Test
  void servesThePageCompressedWithSecurityHeadersAndAnEtag() throws Exception {
    try (Plant plant = new Plant(folder)) {
      HttpResponse<String> page = plant.get("/");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
          .contains("script-src 'self'")
          .doesNotContain("unsafe");
      assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
      HttpResponse<String> gzip = plant.get("/app.css", "Accept-Encoding", "gzip");
      assertThat(gzip.headers().firstValue("content-encoding")).hasValue("gzip");
      String etag = gzip.headers().firstValue("etag").orElseThrow();
      assertThat(plant.get("/app.css", "If-None-Match", etag).statusCode()).isEqualTo(304);
      assertThat(plant.get("/../pom.xml").statusCode()).isIn(400, 404);
      assertThat(plant.get("/files.txt").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void refusesForeignHostNamesOnALoopbackConsole() throws Exception {
    try (Plant plant = new Plant(folder);
        Socket socket = new Socket("127.0.0.1", plant.console.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /api/v1/lines HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(in.readLine()).contains("421");
    }
  }

  @Test
  void answersHealthAndMetrics() throws Exception {
    try (Plant plant = new Plant(folder)) {
      plant.state("RUNNING", plant.time.now(), false);
      assertThat(plant.json("/healthz").path("status").asText()).isEqualTo("ok");
      assertThat(plant.get("/metrics").body())
          .contains("gemba_console_broker_up{broker=\"hq\"} 1")
          .contains("gemba_console_lines{freshness=\"live\"} 1");
    }
  }

  @Test
  void refusesToListenToTheWorldWithoutAnAccount() {
    ConsoleConfig config =
        new ConsoleConfig("0.0.0.0", 0, folder, StorageConfig.LOCAL, false, List.of());
    assertThatThrownBy(() -> Console.start(config))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gemba console user add NAME --role admin");
  }

  @Test
  void saysWhatToDoWhenThePortIsTaken() throws Exception {
    try (Plant plant = new Plant(folder.resolve("a"))) {
      ConsoleConfig config =
          ConsoleConfig.local(plant.console.port(), folder.resolve("b"), List.of());
      assertThatThrownBy(() -> Console.start(config))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("--listen");
    }
  }

  @Test
  void saysWhenAnotherConsoleHasTheHistory() throws Exception {
    try (Plant plant = new Plant(folder)) {
      plant.tag("tag", 1, 1);
      assertThatThrownBy(() -> Console.start(ConsoleConfig.local(0, folder, List.of())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another console");
    }
  }
}
