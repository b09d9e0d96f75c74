package io.gemba.cloud.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.console.act.Gateways;
import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.config.StorageConfig;
import io.gemba.cloud.console.notify.NotifyConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A console with a plant at its other end, joined below the protocol library. */
final class Plant implements AutoCloseable {
  static final String LINE = "gemba1/acme/dongguan/molding/l3/";
  static final String STATUS = "gemba1/acme/dongguan/_gw/gw-01/status/agent";
  private static final ObjectMapper JSON = new ObjectMapper();

  final SteppedClock time = new SteppedClock();
  final Console console;
  final HttpClient http = HttpClient.newHttpClient();
  final AtomicInteger acknowledged = new AtomicInteger();

  Plant(Path folder) throws IOException {
    this(folder, StorageConfig.LOCAL, NotifyConfig.NONE, null);
  }

  Plant(Path folder, StorageConfig storage) throws IOException {
    this(folder, storage, NotifyConfig.NONE, null);
  }

  /** With other gateways than those behind brokers; null for those. */
  Plant(Path folder, @Nullable Gateways gateways) throws IOException {
    this(folder, StorageConfig.LOCAL, NotifyConfig.NONE, gateways);
  }

  Plant(Path folder, NotifyConfig notify, @Nullable Gateways gateways) throws IOException {
    this(folder, StorageConfig.LOCAL, notify, gateways);
  }

  private Plant(
      Path folder, StorageConfig storage, NotifyConfig notify, @Nullable Gateways gateways)
      throws IOException {
    console =
        Console.start(
            new ConsoleConfig("127.0.0.1", 0, folder, storage, false, List.of()),
            notify,
            time.clock(),
            gateways);
    console.inlet().link("hq", "mqtt://127.0.0.1:1883", null);
  }

  void say(String topic, String json) throws InterruptedException {
    say(topic, json, false);
  }

  void say(String topic, String json, boolean retained) throws InterruptedException {
    byte[] payload = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    console.inlet().message("hq", topic, payload, null, retained, acknowledged::incrementAndGet);
  }

  void state(String state, long t, boolean retained) throws InterruptedException {
    say(
        LINE + "_/state/line",
        "{'v':1,'gw':'gw-01','journal':'j1','t':%d,'state':'%s','slow':false,'since':%d,'cause':null,'name':{'en':'Moulding 3','zh-Hant':'注塑三線'},'timezone':'Asia/Shanghai'}"
            .formatted(t, state, t - 60_000),
        retained);
  }

  void figures(String fields) throws InterruptedException {
    say(LINE + "_/kpi/shift", "{'v':1,'gw':'gw-01','t':" + time.now() + "," + fields + "}");
  }

  void online() throws InterruptedException {
    say(
        STATUS,
        "{'v':1,'state':'online','t':%d,'version':'0.1.0','journal':'j1','clock':'synced','backlog':7,'gaps':1}"
            .formatted(time.now()));
  }

  void tag(String kind, long seq, double... values) throws InterruptedException {
    StringBuilder samples = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      samples
          .append(i == 0 ? "" : ",")
          .append("{'n':'oil-temp','t':%d,'v':%s}".formatted(time.now() + i, values[i]));
    }
    say(
        LINE + "press1/" + kind + "/press1",
        "{'v':1,'journal':'j1','seq':%d,'samples':[%s]}".formatted(seq, samples));
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(console.url() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  JsonNode json(String path) throws Exception {
    return JSON.readTree(get(path).body());
  }

  JsonNode line() throws Exception {
    return json("/api/v1/lines").get(0);
  }

  JsonNode trend() throws Exception {
    return json("/api/v1/lines/acme/dongguan/molding/l3/trend?point=press1/oil-temp&minutes=30");
  }

  long metric(String name) throws Exception {
    return get("/metrics")
        .body()
        .lines()
        .filter(l -> l.startsWith("gemba_console_" + name + " "))
        .mapToLong(l -> Long.parseLong(l.substring(l.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    console.close();
    http.shutdownNow();
  }
}
