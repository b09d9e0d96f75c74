package io.gemba.cloud.console.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.console.Await;
import io.gemba.cloud.console.Console;
import io.gemba.cloud.console.ConsoleMain;
import io.gemba.cloud.console.Postgres;
import io.gemba.cloud.console.config.BrokerConfig;
import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.config.StorageConfig;
import io.gemba.cloud.console.load.MqttWire;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several consoles on one broker. */
@Tag("bed")
class SharedTest {
  private static final String LINE = "gemba1/acme/dongguan/molding/l3/";
  private static final int SAMPLES = 50;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Postgres.Fresh database = new Postgres.Fresh();
  private MqttWire client;
  private Process other;
  private int otherPort;

  @AfterEach
  void end() throws Exception {
    client.close();
    if (other != null) {
      other.destroyForcibly();
    }
    http.shutdownNow();
  }

  @Test
  void aKilledConsoleLosesNothingAndStoresNothingTwice() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder.resolve("m"), "max_queued_messages 100000\n");
        Console console = console(broker)) {
      MqttWire gateway = gateway(broker);
      startOther(broker);
      Await.until("both are there", () -> connected(console.port()) && connected(otherPort));
      state(gateway);
      publish(gateway, 0, 100);
      Await.until("both store", () -> stored(console.port()) > 0 && stored(otherPort) > 0);
      publish(gateway, 100, 200);
      other.destroyForcibly().waitFor();
      publish(gateway, 200, 300);
      startOther(broker);
      publish(gateway, 300, 320);
      publish(gateway, 0, 20); // a gateway that was not sure
      long rows = 320L * SAMPLES;
      Await.until("all is there", () -> ask("SELECT COUNT(*) FROM sample") >= rows);
      Await.until("the other is there again", () -> connected(otherPort));
      assertThat(ask("SELECT COUNT(DISTINCT seq) FROM sample")).isEqualTo(rows);
      assertThat(ask("SELECT COUNT(*) FROM received")).isEqualTo(1);
      Await.until("all messages are written", () -> waiting(console.port()) == 0);
      assertThat(ask("SELECT COUNT(*) FROM sample")).isEqualTo(rows);
    }
  }

  @Test
  void aConsoleThatLeavesStoresWhatWasKeptForItAndGetsNothingMore() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder.resolve("m"), "max_queued_messages 0\n");
        Console console = console(broker)) {
      MqttWire gateway = gateway(broker);
      startOther(broker);
      Await.until("both are there", () -> connected(console.port()) && connected(otherPort));
      other.destroyForcibly().waitFor();
      publish(gateway, 0, 100);
      startOther(broker, ", leaving: true");
      Await.until("all is there", () -> ask("SELECT COUNT(*) FROM sample") == 100L * SAMPLES);
      Await.until("the other is there", () -> connected(otherPort));
      long kept = stored(otherPort);
      assertThat(kept).isPositive();
      publish(gateway, 100, 200);
      Await.until("more is there", () -> ask("SELECT COUNT(*) FROM sample") == 200L * SAMPLES);
      assertThat(stored(otherPort)).isEqualTo(kept);
      other.destroyForcibly().waitFor();
      publish(gateway, 200, 300);
      Await.until("nothing waits", () -> ask("SELECT COUNT(*) FROM sample") == 300L * SAMPLES);
    }
  }

  @Test
  void everyConsoleShowsEveryLineLive() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder.resolve("m"));
        Console one = console(broker);
        Console two =
            Console.start(
                new ConsoleConfig(
                    "127.0.0.1",
                    0,
                    folder.resolve("two"),
                    database.storage(),
                    false,
                    List.of(shared(broker))))) {
      MqttWire gateway = gateway(broker);
      Await.until("both are there", () -> connected(one.port()) && connected(two.port()));
      for (int port : List.of(one.port(), two.port())) {
        Await.until(
            "live",
            () -> {
              state(gateway);
              return get(port, "/api/v1/lines").path(0).path("freshness").asText().equals("LIVE");
            });
      }
      publish(gateway, 0, 30);
      Await.until("stored", () -> ask("SELECT COUNT(*) FROM sample") == 30L * SAMPLES);
      Await.until(
          "each has a part", () -> stored(one.port()) + stored(two.port()) == 30L * SAMPLES);
      String trend = "/api/v1/lines/acme/dongguan/molding/l3/trend?point=press1/oil-temp";
      assertThat(get(one.port(), trend).path("samples"))
          .isEqualTo(get(two.port(), trend).path("samples"))
          .isNotEmpty();
    }
  }

  private static BrokerConfig shared(Mosquitto broker) {
    return BrokerConfig.plain("hq", broker.url()).sharing("boards");
  }

  private Console console(Mosquitto broker) throws Exception {
    StorageConfig storage = database.storage();
    return Console.start(
        new ConsoleConfig(
            "127.0.0.1", 0, folder.resolve("one"), storage, false, List.of(shared(broker))));
  }

  /** A console that can be killed, on the same folder every time. */
  private void startOther(Mosquitto broker) throws Exception {
    startOther(broker, "");
  }

  private void startOther(Mosquitto broker, String more) throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      otherPort = free.getLocalPort();
    }
    Path conf = folder.resolve("console.yaml");
    Files.writeString(
        conf,
        "console: { listen: 127.0.0.1:%d, directory: other }\ndatabase: %s\nbrokers: { hq: { url: %s, shared: boards%s } }\n"
            .formatted(otherPort, database.storage().database().url(), broker.url(), more));
    other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ConsoleMain.class.getName(),
                "--config",
                conf.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("other.log").toFile())
            .start();
  }

  private MqttWire gateway(Mosquitto broker) throws Exception {
    byte[] will = "{\"v\":1,\"state\":\"offline\"}".getBytes(StandardCharsets.UTF_8);
    client =
        new MqttWire(
            "127.0.0.1", broker.port, "gw-01", "gemba1/acme/dongguan/_gw/gw-01/status/agent", will);
    return client;
  }

  private static void state(MqttWire gateway) throws Exception {
    long t = System.currentTimeMillis();
    String json = "{\"v\":1,\"gw\":\"gw-01\",\"t\":%d,\"state\":\"RUNNING\"}".formatted(t);
    say(gateway, LINE + "_/state/line", json, true);
  }

  private static void publish(MqttWire gateway, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      String one = "{\"n\":\"oil-temp\",\"t\":" + System.currentTimeMillis() + ",\"v\":61.5}";
      String json =
          "{\"v\":1,\"journal\":\"j1\",\"seq\":%d,\"samples\":[%s]}"
              .formatted(
                  1 + (long) i * SAMPLES, String.join(",", Collections.nCopies(SAMPLES, one)));
      say(gateway, LINE + "press1/tag/press1", json, false);
    }
    gateway.flush();
  }

  private static void say(MqttWire gateway, String topic, String json, boolean retained)
      throws Exception {
    byte[] payload = json.getBytes(StandardCharsets.UTF_8);
    gateway.publish(topic.getBytes(StandardCharsets.UTF_8), payload, payload.length, retained);
  }

  private long ask(String sql) throws Exception {
    return database.ask(sql);
  }

  private boolean connected(int port) throws Exception {
    JsonNode brokers = get(port, "/api/v1/fleet").path("brokers");
    return brokers.size() == 2
        && brokers.get(0).path("connected").asBoolean()
        && brokers.get(1).path("connected").asBoolean();
  }

  private long stored(int port) throws Exception {
    return get(port, "/api/v1/fleet").path("health").path("history").path("stored").asLong();
  }

  private long waiting(int port) throws Exception {
    return get(port, "/api/v1/fleet").path("health").path("history").path("waiting").asLong();
  }

  private JsonNode get(int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try {
      return new ObjectMapper()
          .readTree(
              http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                  .body());
    } catch (IOException e) {
      return new ObjectMapper().createObjectNode(); // it has not started yet
    }
  }
}
