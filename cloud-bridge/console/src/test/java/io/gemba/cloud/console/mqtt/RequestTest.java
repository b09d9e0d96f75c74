package io.gemba.cloud.console.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.cloud.console.FakePlant;
import io.gemba.cloud.console.config.BrokerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("bed")
class RequestTest {
  private static final String BASE = "gemba1/acme/dongguan/_gw/gw-01/";

  @TempDir Path folder;

  private static Optional<String> ask(String url, Duration patience) throws Exception {
    byte[] payload =
        "{\"alarm\":\"oil-hot\",\"do\":\"acknowledge\"}".getBytes(StandardCharsets.UTF_8);
    return Request.ask(
            BrokerConfig.plain("hq", url),
            "console-1",
            BASE + "cmd/alarm",
            BASE + "answer",
            payload,
            patience)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Test
  void bringsTheGatewaysAnswerToItsOwnQuestion() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder.resolve("m"));
        FakePlant plant = new FakePlant(broker.url())) {
      assertThat(ask(broker.url(), Duration.ofSeconds(10)).orElseThrow())
          .contains("\"state\":\"done\"");
      plant.answering("refused");
      assertThat(ask(broker.url(), Duration.ofSeconds(10)).orElseThrow())
          .contains("commands.allow");
      assertThat(plant.commands()).hasSize(2).allMatch(c -> c.startsWith("alarm {"));
    }
  }

  @Test
  void knowsNothingWhenNoAnswerComes() throws Exception {
    try (Mosquitto broker = new Mosquitto(folder.resolve("m"));
        FakePlant plant = new FakePlant(broker.url())) {
      plant.answering("");
      assertThat(ask(broker.url(), Duration.ofMillis(1_200))).isEmpty();
      assertThat(plant.commands()).hasSize(1);
    }
  }

  @Test
  void saysThatNothingWasSentWhenTheBrokerIsAwayOrForbidsIt() throws Exception {
    assertThatThrownBy(() -> ask("mqtt://127.0.0.1:1", Duration.ofSeconds(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("hq");
    Path rights = Files.writeString(folder.resolve("acl"), "topic read gemba1/#\n");
    try (Mosquitto broker = new Mosquitto(folder.resolve("m"), "acl_file " + rights + "\n")) {
      assertThatThrownBy(() -> ask(broker.url(), Duration.ofSeconds(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("give its user the right");
    }
  }
}
