package io.gemba.cloud.console.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.console.Await;
import io.gemba.cloud.console.Console;
import io.gemba.cloud.console.config.BrokerConfig;
import io.gemba.cloud.console.config.ConsoleConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real broker that speaks TLS only and wants a certificate of its clients. */
@Tag("bed")
class TlsTest {
  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void connectsOverTlsWithACertificateOfItsOwn() throws Exception {
    TestPki ca = new TestPki(folder, "plant-ca");
    TestPki.Pair own = ca.issue("console", "EC");
    try (Mosquitto broker = broker(ca, "san=ip:127.0.0.1");
        Console console = console(broker, ca, own)) {
      Await.until("connected", () -> broker(console).path("connected").asBoolean());
    }
  }

  @Test
  void refusesABrokerThatAnUnknownAuthorityVouchesFor() throws Exception {
    TestPki ca = new TestPki(folder, "plant-ca");
    TestPki.Pair own = ca.issue("console", "EC");
    try (Mosquitto broker = broker(ca, "san=ip:127.0.0.1");
        Console console = console(broker, new TestPki(folder, "other-ca"), own)) {
      Await.until("said", () -> problem(console).contains("certification path"));
      assertThat(broker(console).path("connected").asBoolean()).isFalse();
    }
  }

  @Test
  void refusesABrokerWhoseCertificateIsForAnotherHost() throws Exception {
    TestPki ca = new TestPki(folder, "plant-ca");
    TestPki.Pair own = ca.issue("console", "EC");
    try (Mosquitto broker = broker(ca, "san=dns:broker.example.com");
        Console console = console(broker, ca, own)) {
      Await.until("said", () -> problem(console).contains("subject alternative names"));
      assertThat(broker(console).path("connected").asBoolean()).isFalse();
    }
  }

  @Test
  void saysSoWhenTheBrokerWantsACertificateAndThereIsNone() throws Exception {
    TestPki ca = new TestPki(folder, "plant-ca");
    try (Mosquitto broker = broker(ca, "san=ip:127.0.0.1");
        Console console = console(broker, ca, null)) {
      Await.until("said", () -> !problem(console).matches("connecting|"));
      assertThat(broker(console).path("connected").asBoolean()).isFalse();
    }
  }

  private Mosquitto broker(TestPki ca, String name) throws Exception {
    TestPki.Pair server = ca.issue("broker", "RSA", "-ext", name);
    return new Mosquitto(
        folder.resolve("m"),
        "cafile %s\ncertfile %s\nkeyfile %s\nrequire_certificate true\n"
            .formatted(ca.authorityFile(), server.certificate(), server.key()));
  }

  private Console console(Mosquitto broker, TestPki ca, TestPki.@Nullable Pair own)
      throws Exception {
    BrokerConfig.Tls tls =
        new BrokerConfig.Tls(
            ca.authorityFile(),
            own == null ? null : own.certificate(),
            own == null ? null : own.key());
    BrokerConfig plain = BrokerConfig.plain("hq", "mqtts://127.0.0.1:" + broker.port);
    BrokerConfig hq =
        new BrokerConfig(
            plain.name(), plain.url(), null, null, null, tls, plain.topics(), plain.keeping());
    return Console.start(ConsoleConfig.local(0, folder.resolve("data"), List.of(hq)));
  }

  private String problem(Console console) throws Exception {
    return broker(console).path("problem").asText("");
  }

  private JsonNode broker(Console console) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(console.url() + "/healthz")).build();
    String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return new ObjectMapper().readTree(body).path("brokers").path(0);
  }
}
