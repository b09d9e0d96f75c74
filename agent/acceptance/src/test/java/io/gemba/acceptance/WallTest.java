package io.gemba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forty lines in every state, as a manager sees them: the packaged console in a real browser. */
@Tag("bed")
class WallTest {
  private static final String PASSWORD = "forty lines are a long wall";
  private static final int FIRST_PAINT = 60 * 1024;

  @TempDir Path folder;

  private final CountDownLatch over = new CountDownLatch(1);

  @Test
  void showsFortyLinesToEverybodyAlsoWhenTheLinkIsCut() throws Exception {
    Browser browser = new Browser();
    int port = Checkout.freePort();
    try (Mosquitto broker = new Mosquitto(folder);
        FortyLines lines = new FortyLines(broker.url())) {
      configure(broker, port);
      lines.begin();
      Thread speaking = Thread.ofVirtual().start(() -> speak(lines));
      Map<String, JsonNode> seen = watch(browser, port);
      over.countDown();
      speaking.join();
      seen.forEach(
          (what, look) -> assertThat(look.path("complaints")).as("%s: %s", what, look).isEmpty());
      assertThat(seen)
          .containsKeys("login", "board zh-Hans wall", "day", "alarms", "keyboard", "cut");
      assertThat(seen.get("worst first").path("fresh").asText())
          .contains("backfilling", "live", "offline", "stale");
      assertThat(seen.get("worst first").path("states").asInt()).isEqualTo(8);
      JsonNode bad = seen.get("bad link");
      System.out.println("forty lines on 400 kbit/s and 400 ms: " + bad);
      assertThat(bad.path("bytes").asInt()).isBetween(10_000, FIRST_PAINT);
      assertThat(bad.path("language").asText()).isEqualTo("zh-Hant");
    }
  }

  private void configure(Mosquitto broker, int port) throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("console.yaml"),
        "console: { listen: \"127.0.0.1:%d\", directory: data }\nbrokers: { hq: { url: \"%s\" } }\n"
            .formatted(port, broker.url()));
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    String add =
        "'%s' console user add wong --role operator --site '*/*' --stdin --config '%s' < '%s'"
            .formatted(Checkout.launcher(), folder.resolve("console.yaml"), password);
    try (Program user =
        Program.start(folder.resolve("user.log"), Map.of(), List.of("sh", "-c", add))) {
      assertThat(user.exitCode(Duration.ofSeconds(60))).as(user.output()).isZero();
    }
  }

  private Program console() throws IOException, InterruptedException {
    Program console =
        Program.start(
            folder.resolve("console.log"),
            Map.of(),
            List.of(
                Checkout.launcher().toString(),
                "console",
                "--config",
                folder.resolve("console.yaml").toString()));
    console.awaitOutput("Line board: ", Duration.ofSeconds(60));
    return console;
  }

  private Map<String, JsonNode> watch(Browser browser, int port)
      throws IOException, InterruptedException {
    Program console = console();
    try (Program looking = browser.lookAtTheWall("http://127.0.0.1:" + port, "wong", PASSWORD)) {
      looking.awaitOutput("# KILL", Duration.ofMinutes(3));
      console.kill();
      looking.awaitOutput("# START", Duration.ofMinutes(1));
      console = console();
      int code = looking.exitCode(Duration.ofMinutes(2));
      assertThat(code).as(looking.output()).isZero();
      return looks(looking.output());
    } finally {
      console.close();
    }
  }

  private static Map<String, JsonNode> looks(String output) throws IOException {
    Map<String, JsonNode> looks = new LinkedHashMap<>();
    for (String line : output.lines().filter(l -> l.startsWith("{")).toList()) {
      JsonNode look = new ObjectMapper().readTree(line);
      looks.put(look.path("what").asText(), look);
    }
    return looks;
  }

  private void speak(FortyLines lines) {
    try {
      while (!over.await(2, TimeUnit.SECONDS)) {
        lines.beat();
      }
    } catch (MqttException e) {
      throw new IllegalStateException(e); // the looks then tell of stale lines
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
