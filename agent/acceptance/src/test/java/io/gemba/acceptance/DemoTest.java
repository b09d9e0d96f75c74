package io.gemba.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger does first: start the demo and look at the line board. */
@Tag("bed")
class DemoTest {
  private static final Map<String, String> RUNNING =
      Map.of("en", "Running", "zh-Hant", "運行", "zh-Hans", "运行");
  private static final Map<String, String> NAMES =
      Map.of("en", "Moulding 3", "zh-Hant", "注塑三線", "zh-Hans", "注塑三线");
  private static final Map<String, String> LIVE =
      Map.of("en", "live", "zh-Hant", "即時", "zh-Hans", "实时");

  @TempDir Path folder;

  @Test
  void showsALiveLineInThreeLanguagesAndEndsByItself() throws Exception {
    Browser browser = new Browser();
    int port = Checkout.freePort();
    try (Program demo = demo(port)) {
      String page = "http://127.0.0.1:" + port;
      demo.awaitOutput("Line board: " + page, Duration.ofSeconds(60));
      List<JsonNode> seen = browser.lookAt(page, "en", "zh-Hant", "zh-Hans");
      assertThat(seen).hasSize(3);
      seen.forEach(DemoTest::isALiveBoard);
      assertThat(demo.exitCode(Duration.ofSeconds(60))).as(demo.output()).isZero();
      assertThat(demo.output()).contains("parts counted");
    }
  }

  private Program demo(int port) throws Exception {
    String launcher = Checkout.root().resolve("install/demo").toString();
    return Program.start(
        folder.resolve("demo.log"),
        Map.of(),
        List.of(launcher, "--for", "25s", "--port", String.valueOf(port)));
  }

  private static void isALiveBoard(JsonNode board) {
    String language = board.path("language").asText();
    assertThat(board.path("errors")).as("errors in %s", language).isEmpty();
    assertThat(board.path("name").asText()).isEqualTo(NAMES.get(language));
    assertThat(board.path("fresh").asText()).contains(LIVE.get(language));
    assertThat(board.path("lasting").asText()).matches("\\d\\d:\\d\\d:\\d\\d");
    assertThat(board.path("tooWide").asInt()).as("scrolls sideways: %s", board).isZero();
    assertThat(board.path("everything").asText())
        .doesNotContain("undefined", "NaN", "null")
        .doesNotContainPattern("\\b(why|state|fresh|cause|figure|gw)\\.\\w")
        .contains("press1/oil-temp");
    // A stop of the simulated line may fall into any one look.
    assertThat(board.path("state").asText()).isNotBlank().doesNotStartWith("state.");
    if (board.path("state").asText().equals(RUNNING.get(language))) {
      assertThat(board.path("good").asText()).matches("[0-9,]+|—");
    }
  }
}
