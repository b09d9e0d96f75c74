package io.gemba.cloud.console.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.console.Await;
import io.gemba.cloud.console.Console;
import io.gemba.cloud.console.config.BrokerConfig;
import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.load.MqttWire;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("bed")
class MosquittoTest {
  private static final String LINE = "gemba1/acme/dongguan/molding/l3/";
  private static final String STATUS = "gemba1/acme/dongguan/_gw/gw-01/status/agent";

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void doesNotShowAsLiveWhatTheBrokerOnlyKept() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder.resolve("m"))) {
      try (Gateway gateway = new Gateway(broker)) {
        gateway.state(System.currentTimeMillis());
      }
      try (Console console = console(broker)) {
        Await.until("the line is known", () -> get(console, "/api/v1/lines").size() == 1);
        assertThat(line(console).path("confirmed").asBoolean()).isFalse();
        assertThat(line(console).path("freshness").asText()).isNotEqualTo("LIVE");
        try (Gateway gateway = new Gateway(broker)) {
          gateway.state(System.currentTimeMillis());
          Await.until("live", () -> line(console).path("freshness").asText().equals("LIVE"));
        }
      }
    }
  }

  @Test
  void showsTheLineOfflineWhenItsGatewayIsCutOff() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder.resolve("m"));
        Console console = console(broker);
        Gateway gateway = new Gateway(broker)) {
      gateway.publish(STATUS, "{'v':1,'state':'online','journal':'j1','t':1}", true);
      gateway.state(System.currentTimeMillis());
      Await.until("running", () -> state(console).equals("RUNNING"));
      gateway.cut();
      Await.until("offline", () -> state(console).equals("OFFLINE"));
      assertThat(line(console).path("lastState").asText()).isEqualTo("RUNNING");
    }
  }

  @Test
  void saysThatTheBrokerIsGoneAndComesBackByItself() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder.resolve("m"));
        Console console = console(broker)) {
      Await.until("connected", () -> connected(console));
      broker.stop();
      Await.until("said", () -> !connected(console));
      broker.restart();
      Await.until("connected again", () -> connected(console));
      try (Gateway gateway = new Gateway(broker)) {
        gateway.samples(1, 3);
        Await.until("stored", () -> stored(console) == 3);
      }
    }
  }

  @Test
  void storesDuplicatesOnceAndMissesNothingWhileItIsDown() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder.resolve("m"));
        Gateway gateway = new Gateway(broker)) {
      try (Console console = console(broker)) {
        Await.until("connected", () -> connected(console));
        gateway.samples(1, 5);
        gateway.samples(1, 5);
        Await.until("stored", () -> stored(console) == 5);
      }
      gateway.samples(6, 5);
      broker.restart();
      try (Console console = console(broker);
          Gateway later = new Gateway(broker)) {
        Await.until("what was sent meanwhile is stored", () -> stored(console) == 5);
        later.samples(11, 1);
        later.publish(STATUS, "{'v':1,'state':'online','journal':'j1','t':1}", true);
        Await.until(
            "all is there",
            () -> get(console, "/api/v1/gateways").path(0).path("received").asInt() == 11);
        assertThat(get(console, "/api/v1/gateways").path(0).path("missing").asInt()).isZero();
      }
    }
  }

  /** A broker acknowledges what it throws away, too; only the numbers tell. */
  @Test
  void showsAsMissingWhatTheBrokerHasThrownAway() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder.resolve("m"), "max_queued_messages 10\n");
        Gateway gateway = new Gateway(broker)) {
      try (Console console = console(broker)) {
        Await.until("connected", () -> connected(console));
        gateway.publish(STATUS, "{'v':1,'state':'online','journal':'j1','t':1}", true);
        gateway.samples(1, 1);
        Await.until("stored", () -> stored(console) == 1);
      }
      burst(broker, 2, 302);
      try (Console console = console(broker)) {
        Await.until("what the broker kept is stored", () -> stored(console) > 0);
        gateway.samples(302, 1);
        Await.until("the hole is seen", () -> gatewayView(console).path("missing").asInt() > 0);
        int received = gatewayView(console).path("received").asInt();
        int missing = gatewayView(console).path("missing").asInt();
        assertThat(received + missing).isEqualTo(302);
        assertThat(received).isLessThan(302);
        assertThat(gatewayView(console).path("unexplained").asInt()).isEqualTo(missing);
        assertThat(metrics(console))
            .contains(
                "gemba_console_gateway_missing_samples{gateway=\"acme/dongguan/gw-01\"} "
                    + missing);
      }
    }
  }

  @Test
  void readsCompressedPayloads() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder.resolve("m"));
        Console console = console(broker);
        Gateway gateway = new Gateway(broker)) {
      Await.until("connected", () -> connected(console));
      gateway.compressedState(System.currentTimeMillis());
      Await.until("running", () -> state(console).equals("RUNNING"));
    }
  }

  private Console console(Mosquitto broker) throws Exception {
    BrokerConfig hq = BrokerConfig.plain("hq", broker.url());
    return Console.start(ConsoleConfig.local(0, folder.resolve("data"), List.of(hq)));
  }

  private String state(Console console) throws Exception {
    return line(console).path("state").asText();
  }

  private JsonNode line(Console console) throws Exception {
    return get(console, "/api/v1/lines").path(0);
  }

  private boolean connected(Console console) throws Exception {
    return get(console, "/healthz").path("brokers").path(0).path("connected").asBoolean();
  }

  private long stored(Console console) throws Exception {
    return get(console, "/api/v1/fleet").path("health").path("history").path("stored").asLong();
  }

  /** Each number a message of its own. */
  private static void burst(Mosquitto broker, int from, int to) throws Exception {
    byte[] topic = (LINE + "press1/tag/press1").getBytes(StandardCharsets.UTF_8);
    try (MqttWire wire = new MqttWire("127.0.0.1", broker.port, "burst", "none", new byte[0])) {
      for (int seq = from; seq < to; seq++) {
        byte[] payload =
            "{\"v\":1,\"journal\":\"j1\",\"seq\":%d,\"samples\":[{\"n\":\"oil-temp\",\"t\":%d,\"v\":61.5}]}"
                .formatted(seq, System.currentTimeMillis())
                .getBytes(StandardCharsets.UTF_8);
        wire.publish(topic, payload, payload.length, false);
      }
      wire.flush();
    }
  }

  private JsonNode gatewayView(Console console) throws Exception {
    return get(console, "/api/v1/gateways").path(0);
  }

  private String metrics(Console console) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(console.url() + "/metrics")).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private JsonNode get(Console console, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(console.url() + path)).build();
    return new ObjectMapper()
        .readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /** A gateway's side of the connection, with its will. */
  private static final class Gateway implements AutoCloseable {
    private final MqttClient client;

    Gateway(Mosquitto broker) throws Exception {
      client =
          new MqttClient(
              "tcp://127.0.0.1:" + broker.port,
              "gw-01-" + System.nanoTime(),
              new MemoryPersistence());
      MqttConnectionOptions options = new MqttConnectionOptions();
      MqttMessage will = message("{'v':1,'state':'offline'}", true);
      options.setWill(STATUS, will);
      client.connect(options);
    }

    void state(long t) throws Exception {
      publish(
          LINE + "_/state/line",
          "{'v':1,'gw':'gw-01','journal':'j1','t':" + t + ",'state':'RUNNING','since':" + t + "}",
          true);
    }

    void compressedState(long t) throws Exception {
      String json = "{'v':1,'gw':'gw-01','t':" + t + ",'state':'RUNNING'}";
      MqttMessage message = message(json, false);
      ByteArrayOutputStream small = new ByteArrayOutputStream();
      try (DeflaterOutputStream zlib = new DeflaterOutputStream(small)) {
        zlib.write(message.getPayload());
      }
      message.setPayload(small.toByteArray());
      MqttProperties properties = new MqttProperties();
      properties.setUserProperties(List.of(new UserProperty("content-encoding", "deflate")));
      message.setProperties(properties);
      client.publish(LINE + "_/state/line", message);
    }

    void samples(long seq, int count) throws Exception {
      String one = "{'n':'oil-temp','t':" + System.currentTimeMillis() + ",'v':61.5}";
      String all = String.join(",", java.util.Collections.nCopies(count, one));
      publish(
          LINE + "press1/tag/press1",
          "{'v':1,'journal':'j1','seq':" + seq + ",'samples':[" + all + "]}",
          false);
    }

    void publish(String topic, String json, boolean retained) throws Exception {
      client.publish(topic, message(json, retained));
    }

    private static MqttMessage message(String json, boolean retained) {
      MqttMessage message =
          new MqttMessage(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      message.setQos(1);
      message.setRetained(retained);
      return message;
    }

    /** Gone without a DISCONNECT, so that the broker sends the will. */
    void cut() throws Exception {
      client.disconnectForcibly(0, 1, false);
    }

    @Override
    public void close() throws MqttException {
      if (client.isConnected()) {
        client.disconnect();
      }
      client.close(true);
    }
  }
}
