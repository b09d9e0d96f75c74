package io.gemba.agent.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.command.LineRequest;
import io.gemba.agent.core.config.PageConfig;
import io.gemba.agent.core.config.PagePassword;
import io.gemba.agent.core.config.Reason;
import io.gemba.agent.core.journal.Entry;
import io.gemba.agent.core.line.LineView;
import io.gemba.agent.core.line.Stop;
import io.gemba.cloud.spi.AlarmStatus;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.cloud.spi.LineStatus;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as browsers, scrapers and attackers meet it, over a real socket. */
class PageServerTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final String PASSWORD = "correct horse battery";

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private FakeSource source = new FakeSource(FakeSource.open());
  private PageServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    client.shutdownNow();
  }

  @Test
  void healthIs200WhileSamplesAreKeptAndSaysWhatNeedsAPerson() throws Exception {
    start();
    HttpResponse<String> health = get("/healthz");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("\"degraded\"", "certificates");
  }

  @Test
  void healthIsNever200WhileTheJournalIsBroken() throws Exception {
    source.journalProblem = "the disk is full";
    start();
    HttpResponse<String> health = get("/healthz");
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(health.body()).contains("failing", "the disk is full");
  }

  @Test
  void healthIs503WhenTheJournalDoesNotAnswer() throws Exception {
    source.hang = new CountDownLatch(1);
    start();
    assertThat(get("/healthz").statusCode()).isEqualTo(503);
    assertThat(get("/api/v1/status").body()).contains("has not answered");
    assertThat(get("/metrics").body()).contains("gemba_journal_healthy 0");
    source.hang.countDown();
  }

  @Test
  void metricsAreWellFormedWithHelpTypeUnitsAndEscapedLabels() throws Exception {
    start();
    source.traffic.committed(
        new DeviceRef("press1", "a/b/c"),
        1,
        List.of(Sample.good("temp", Value.of(61.4), FakeSource.STARTED)));
    source.traffic.gap(
        new Entry.Gap(
            1,
            new DeviceRef("press1", "a/b/c"),
            5,
            9,
            FakeSource.STARTED,
            FakeSource.STARTED,
            "inbox-full",
            5,
            null));
    HttpResponse<String> metrics = get("/metrics");
    assertThat(metrics.headers().firstValue("content-type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(metrics.body())
        .contains("gemba_samples_committed_total{device=\"press1\"} 1")
        .contains("gemba_gaps_total{device=\"press1\",cause=\"inbox-full\"} 1")
        .contains("gemba_gap_lost_samples_total{device=\"press1\",cause=\"inbox-full\"} 5")
        .contains("gemba_uplink_backlog_samples{uplink=\"h\\\"q\\\\\\n\"} 7")
        .contains("gemba_journal_written_bytes_per_sample 10")
        .contains("gemba_certificates_waiting 1");
    MetricsCheck.wellFormed(metrics.body());
  }

  @Test
  void everyAnswerLocksTheBrowserDown() throws Exception {
    start();
    for (String path : List.of("/", "/page.js", "/healthz", "/api/v1/status", "/nowhere")) {
      var headers = get(path).headers();
      assertThat(headers.firstValue("cache-control")).as(path).contains("no-store");
      assertThat(headers.firstValue("x-frame-options")).as(path).contains("DENY");
      assertThat(headers.firstValue("content-security-policy").orElse(""))
          .as(path)
          .startsWith("default-src 'none'");
    }
  }

  @Test
  void aNameThatSomebodyElseResolvesIsRefused() throws Exception {
    start();
    assertThat(
            raw("GET /api/v1/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 421");
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void aCertificateIsDecidedOnlyWithTheTokenAndFromTheSameSite() throws Exception {
    start();
    String body = "{\"sha256\":\"" + FakeSource.SHA + "\",\"decision\":\"accept\"}";
    assertThat(post("/api/v1/certificates", body, "").statusCode()).isEqualTo(403);
    String token = token(get("/api/v1/session"));
    assertThat(
            post("/api/v1/certificates", body, token, "Origin", "http://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(post("/api/v1/certificates", body, token, "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(source.decided).isEmpty();
    assertThat(post("/api/v1/certificates", body, token).statusCode()).isEqualTo(200);
    assertThat(source.decided).containsExactly("accept " + FakeSource.SHA);
    assertThat(post("/api/v1/certificates", body.replace("E4", "E5"), token).statusCode())
        .isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/metrics", "/api/v1/status", "/api/v1/snapshot", "/api/v1/events", "/x"})
  void withAPasswordNothingIsShownToStrangers(String path) throws Exception {
    startClosed();
    assertThat(get(path).statusCode()).isEqualTo(401);
    assertThat(get("/healthz").body()).doesNotContain("certificates", "reasons");
  }

  @Test
  void withThePasswordOneIsInAndOutAgain() throws Exception {
    startClosed();
    HttpResponse<String> in = post("/api/v1/login", "{\"password\":\"" + PASSWORD + "\"}", "");
    assertThat(in.statusCode()).isEqualTo(200);
    String cookie = in.headers().firstValue("set-cookie").orElse("");
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(PASSWORD);
    String session = cookie.split(";", 2)[0];
    assertThat(get("/api/v1/status", "Cookie", session).statusCode()).isEqualTo(200);
    String token = token(get("/api/v1/session", "Cookie", session));
    assertThat(post("/api/v1/logout", "{}", "", "Cookie", session).statusCode()).isEqualTo(403);
    assertThat(post("/api/v1/logout", "{}", token, "Cookie", session).statusCode()).isEqualTo(200);
    assertThat(get("/api/v1/status", "Cookie", session).statusCode()).isEqualTo(401);
  }

  @Test
  void whoGuessesHasToWait() throws Exception {
    startClosed();
    for (int i = 0; i < 5; i++) {
      assertThat(post("/api/v1/login", "{\"password\":\"guess\"}", "").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> sixth = post("/api/v1/login", "{\"password\":\"" + PASSWORD + "\"}", "");
    assertThat(sixth.statusCode()).isEqualTo(429);
    assertThat(sixth.headers().firstValue("retry-after")).isPresent();
  }

  @Test
  void aScraperLogsInWithEachRequest() throws Exception {
    startClosed();
    String basic =
        Base64.getEncoder()
            .encodeToString(("prometheus:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    assertThat(get("/metrics", "Authorization", "Basic " + basic).statusCode()).isEqualTo(200);
    assertThat(get("/metrics", "Authorization", "Basic " + basic).statusCode()).isEqualTo(200);
    assertThat(get("/metrics", "Authorization", "Basic AAAA").statusCode()).isEqualTo(401);
    assertThat(get("/metrics", "Authorization", "Basic %%%").statusCode()).isEqualTo(401);
  }

  @Test
  void theStreamBeginsWithEverythingAndGoesOnWithWhatChanged() throws Exception {
    start();
    HttpRequest request = HttpRequest.newBuilder(uri("/api/v1/events")).build();
    var answer = client.send(request, BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(next(lines, "event: snapshot"))
          .contains("\"point/press1/temp\":{\"unit\":\"CEL\",\"names\":{\"zh-Hant\":\"油溫\"}}")
          .contains("\"device/press1\"");
      source.traffic.committed(
          new DeviceRef("press1", "a/b/c"),
          1,
          List.of(Sample.good("temp", Value.of(61.4), FakeSource.STARTED)));
      assertThat(next(lines, "event: change"))
          .contains("\"v\":61.4")
          .doesNotContain("\"device/press1\"");
      source.device = "press2";
      assertThat(next(lines, "event: change"))
          .contains("\"device/press1\":null", "\"device/press2\":{");
    }
  }

  @Test
  void takesReasonsAndWhatIsDoneAboutAlarmsFromThosePersonsOnlyWhoMayAct() throws Exception {
    start();
    String body = "{\"line\":\"molding/l3\",\"at\":\"1795415519800\",\"reason\":\"setup\"}";
    assertThat(post("/api/v1/reason", body, "").statusCode()).isEqualTo(403);
    assertThat(source.said).isEmpty();
    String token = token(get("/api/v1/session"));
    assertThat(post("/api/v1/reason", body, token).statusCode()).isEqualTo(200);
    String back = body.replace("setup", "");
    assertThat(post("/api/v1/reason", back, token).statusCode()).isEqualTo(200);
    String shelve = "{\"line\":\"molding/l3\",\"alarm\":\"hot\",\"do\":\"shelve\",\"for\":\"1h\"}";
    assertThat(post("/api/v1/alarm", shelve, token).statusCode()).isEqualTo(200);
    Instant at = Instant.ofEpochMilli(1_795_415_519_800L);
    assertThat(source.said)
        .containsExactly(
            new LineRequest.Explain("molding/l3", at, "setup", "gateway page"),
            new LineRequest.Explain("molding/l3", at, null, "gateway page"),
            new LineRequest.OnAlarm(
                "molding/l3",
                "hot",
                LineRequest.Deed.SHELVE,
                Duration.ofHours(1),
                "",
                "gateway page"));
    HttpResponse<String> nowhere =
        post("/api/v1/reason", body.replace("molding/l3", "nowhere"), token);
    assertThat(nowhere.statusCode()).isEqualTo(409);
    assertThat(nowhere.body()).contains("no line 'nowhere'");
    for (String wrong :
        List.of(
            body.replace("1795415519800", "yesterday"),
            shelve.replace("1h", "for ever"),
            shelve.replace("shelve", "burn"))) {
      String path = wrong.contains("alarm") ? "/api/v1/alarm" : "/api/v1/reason";
      assertThat(post(path, wrong, token).statusCode()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void linesAndAlarmsArePiecesOfTheSnapshot() throws Exception {
    LineStatus status =
        new LineStatus(
            "molding/l3",
            FakeSource.STARTED,
            LineStatus.State.RUNNING,
            false,
            FakeSource.STARTED,
            null,
            Map.of("en", "Moulding 3"),
            ZoneId.of("UTC"));
    Stop stop =
        new Stop(
            FakeSource.STARTED.minusSeconds(60),
            LineStatus.State.STOPPED,
            "no \"parts\"",
            50_000,
            50_000,
            0,
            0,
            null);
    source.board =
        new LineBoard(
            List.of(new LineView(status, List.of(stop), Reason.BUILT_IN)),
            List.of(
                new AlarmStatus(
                    "molding/l3", FakeSource.STARTED, List.of(), Map.of("hot", "it is bad"))));
    start();
    assertThat(get("/api/v1/snapshot").body())
        .contains("\"line/molding/l3\":{\"names\":{\"en\":\"Moulding 3\"},\"state\":\"RUNNING\"")
        .contains("{\"id\":\"tool-change\"")
        .contains(
            "\"ms\":50000,\"state\":\"STOPPED\",\"cause\":\"no \\\"parts\\\"\",\"reason\":null")
        .contains("\"alarms/molding/l3\":{\"active\":[],\"blind\":{\"hot\":\"it is bad\"}}");
  }

  @Test
  void aWrongConfigurationIsToldToWhoeverReloads() throws Exception {
    start();
    String token = token(get("/api/v1/session"));
    assertThat(post("/api/v1/reload", "{}", token).statusCode()).isEqualTo(200);
    source.reloadProblems = List.of("gemba.yaml:3:1: unknown key");
    HttpResponse<String> refused = post("/api/v1/reload", "{}", token);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("gemba.yaml:3:1");
  }

  @Test
  void aPortThatIsTakenStopsNobody() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server =
          PageServer.start(
              new PageConfig(true, "127.0.0.1", other.getLocalPort(), Optional.empty()), source);
      assertThat(server.port()).isEqualTo(-1);
    }
  }

  @Test
  void anAddressThatThisMachineDoesNotHaveStopsNobody() {
    for (String host : List.of("192.0.2.1", "::2")) {
      try (PageServer nowhere =
          PageServer.start(new PageConfig(true, host, 8480, Optional.empty()), source)) {
        assertThat(nowhere.port()).isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "[]", "{\"a\":{}}", "{\"password\":7}", "{\"password\":"})
  void whatIsNoRequestIsRefused(String body) throws Exception {
    startClosed();
    assertThat(post("/api/v1/login", body, "").statusCode()).isEqualTo(400);
  }

  @Test
  void aLongRequestIsRefused() throws Exception {
    start();
    String body = "{\"password\":\"" + "x".repeat(10_000) + "\"}";
    assertThat(post("/api/v1/login", body, "").statusCode()).isEqualTo(413);
  }

  @Test
  void thePageSpeaksTheReadersLanguage() throws Exception {
    start();
    assertThat(get("/lang", "Accept-Language", "zh-HK,zh;q=0.9,en;q=0.8").body())
        .contains("\"zh-Hant\"", "設備");
    assertThat(get("/lang?lang=zh-Hans", "Accept-Language", "en").body()).contains("设备");
    assertThat(get("/lang?lang=xx").body()).contains("Machines");
  }

  private void start() {
    server = PageServer.start(source.page, source, PATIENCE);
    assertThat(server.port()).isPositive();
  }

  private void startClosed() throws IOException {
    Path file = folder.resolve("page");
    Files.writeString(file, PagePassword.of(PASSWORD.toCharArray(), 1_000).line());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    source = new FakeSource(new PageConfig(true, "127.0.0.1", 0, Optional.of(file)));
    start();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body, String token, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .setHeader("Content-Type", "application/json")
            .setHeader("X-Gemba-Token", token);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String token(HttpResponse<String> session) {
    return session.body().replaceFirst(".*\"token\":\"([^\"]+)\".*", "$1");
  }

  private static String next(BufferedReader lines, String event) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(event)) {
        String data = lines.readLine();
        if (event.endsWith("snapshot") || data.contains("point/")) {
          return data;
        }
      }
    }
    throw new AssertionError("the stream ended without " + event);
  }
}
