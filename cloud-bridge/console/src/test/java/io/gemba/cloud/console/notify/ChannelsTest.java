package io.gemba.cloud.console.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.console.SteppedClock;
import io.gemba.cloud.console.notify.ChannelConfig.Brand;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final SteppedClock time = new SteppedClock();

  private Notice stop(int lines) {
    return stop(lines, "red lamp");
  }

  private Notice stop(int lines, String cause) {
    List<Notice.Item> items = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      Trouble trouble =
          new Trouble(
              "stop",
              "line",
              "acme/dongguan/molding/l" + i,
              "acme/dongguan/molding/l" + i,
              Map.of("en", "Moulding *" + i + "* [x](http://evil)", "zh-Hans", "注塑" + i),
              "Asia/Shanghai",
              "FAULT",
              cause,
              null,
              Map.of(),
              null,
              null,
              300_000.0,
              null);
      items.add(new Notice.Item("inc-" + i, "long-stop", trouble, time.now() - 720_000, null, 1));
    }
    return new Notice("n-1", "raised", time.now(), items);
  }

  private static Letter letter(Notice notice, String language) {
    return new Wording(language, "https://board.example.com").letter(notice);
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text + "\n");
  }

  private JsonNode robot(HttpSink sink, Brand brand, @Nullable Path secret, Notice notice)
      throws Exception {
    ChannelConfig.Robot config =
        new ChannelConfig.Robot(
            "r", "zh-Hans", brand, file("url", sink.url() + "/robot?access_token=TOKEN"), secret);
    new RobotChannel(config, time.clock().wall()).send(notice, letter(notice, "zh-Hans"));
    return JSON.readTree(sink.got.getLast().body());
  }

  @Test
  void aWebhookIsSignedAndNamesItself() throws Exception {
    try (HttpSink sink = new HttpSink()) {
      var config = new ChannelConfig.Webhook("w", "en", sink.url() + "/x", null, file("s", "key"));
      Notice notice = stop(1);
      new WebhookChannel(config, time.clock().wall()).send(notice, letter(notice, "en"));
      HttpSink.Got got = sink.got.getFirst();
      String stamp = String.valueOf(time.now() / 1000);
      assertThat(got.headers())
          .containsEntry("X-Gemba-Id", "n-1")
          .containsEntry("X-Gemba-Timestamp", stamp)
          .containsEntry(
              "X-Gemba-Signature",
              "sha256=" + HexFormat.of().formatHex(Hmac.sha256("key", stamp + "." + got.body())));
      JsonNode body = JSON.readTree(got.body());
      assertThat(body.path("id").asText()).isEqualTo("n-1");
      assertThat(body.path("title").asText()).contains("Fault for 12 min");
      JsonNode item = body.path("items").get(0);
      assertThat(item.path("incident").asText()).isEqualTo("inc-0");
      assertThat(item.path("trouble").path("path").asText()).isEqualTo("acme/dongguan/molding/l0");
    }
  }

  @Test
  void aDingTalkRobotGetsSignedMarkdown() throws Exception {
    try (HttpSink sink = new HttpSink()) {
      JsonNode body = robot(sink, Brand.DINGTALK, file("s", "SECabc"), stop(2));
      assertThat(sink.got.getFirst().path())
          .isEqualTo(
              "/robot?access_token=TOKEN&timestamp=1795415520000"
                  + "&sign=58VbFlMriPb0iBew48GjuJQMgdgmKYNx%2BMlBVpDL%2Bcs%3D");
      assertThat(body.path("msgtype").asText()).isEqualTo("markdown");
      assertThat(body.path("markdown").path("title").asText())
          .isEqualTo("告警：共 2 项，最严重：注塑0：故障已 12 分钟（dongguan）");
      assertThat(body.path("markdown").path("text").asText())
          .contains("起因：红灯")
          .contains("开始：11月23日 14:20 (UTC+8)")
          .contains("[打开看板](https://board.example.com/?line=acme%2F");
    }
  }

  @Test
  void aWeComRobotGetsNoMoreThanItTakes() throws Exception {
    try (HttpSink sink = new HttpSink()) {
      JsonNode body = robot(sink, Brand.WECOM, null, stop(40, "long ".repeat(80)));
      assertThat(body.path("msgtype").asText()).isEqualTo("markdown");
      String content = body.path("markdown").path("content").asText();
      assertThat(content.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(4096);
      assertThat(content).contains("共 40 项").contains("… +");
      assertThat(sink.got.getFirst().path()).doesNotContain("sign");
    }
  }

  @Test
  void aFeishuRobotGetsSignedRichText() throws Exception {
    try (HttpSink sink = new HttpSink()) {
      JsonNode body = robot(sink, Brand.FEISHU, file("s", "SECabc"), stop(1));
      assertThat(body.path("timestamp").asText()).isEqualTo("1795415520");
      assertThat(body.path("sign").asText())
          .isEqualTo("GKZLmjAJFn4qW4kxKQS/MarNp+o3ol2XG9YLaAzi5wI=");
      assertThat(body.path("msg_type").asText()).isEqualTo("post");
      JsonNode post = body.path("content").path("post").path("zh_cn");
      assertThat(post.path("title").asText()).startsWith("告警：");
      assertThat(post.path("content").findValuesAsText("href").getFirst())
          .startsWith("https://board.example.com/?line=");
    }
  }

  @Test
  void namesFromAPlantAreNoMarkdown() throws Exception {
    try (HttpSink sink = new HttpSink()) {
      var config =
          new ChannelConfig.Robot("r", "en", Brand.DINGTALK, file("url", sink.url() + "/r"), null);
      Notice notice = stop(1);
      new RobotChannel(config, time.clock().wall()).send(notice, letter(notice, "en"));
      assertThat(sink.got.getFirst().body()).doesNotContain("[x](http://evil)");
    }
  }

  @Test
  void aRobotThatAnswersTwoHundredAndAnErrorHasNotTakenIt() throws Exception {
    try (HttpSink sink = new HttpSink()) {
      sink.answer = "{\"errcode\":310000,\"errmsg\":\"sign not match\"}";
      assertThat(failure(sink, Brand.DINGTALK).reason()).contains("310000").contains("sign");
      assertThat(failure(sink, Brand.DINGTALK).refused()).isFalse();
      sink.answer = "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}";
      assertThat(failure(sink, Brand.WECOM).reason()).contains("45009");
      sink.answer = "{\"code\":19021,\"msg\":\"sign match fail\"}";
      assertThat(failure(sink, Brand.FEISHU).reason()).contains("19021");
      sink.answer = "{\"code\":9499,\"msg\":\"Bad Request\"}";
      assertThat(failure(sink, Brand.FEISHU).refused()).isTrue();
      sink.answer = "<html>captive portal</html>";
      assertThat(failure(sink, Brand.FEISHU).reason()).contains("JSON");
      sink.answer = "{}";
      assertThat(failure(sink, Brand.WECOM).reason()).contains("something else");
    }
  }

  private UndeliveredException failure(HttpSink sink, Brand brand) {
    return catchThrowableOfType(
        UndeliveredException.class, () -> robot(sink, brand, null, stop(1)));
  }

  private UndeliveredException failure(String url) {
    var config = new ChannelConfig.Webhook("w", "en", url, null, null);
    Notice notice = stop(1);
    return catchThrowableOfType(
        UndeliveredException.class,
        () ->
            new WebhookChannel(config, time.clock().wall(), Duration.ofMillis(300))
                .send(notice, letter(notice, "en")));
  }

  @Test
  void saysWhatIsWrongWithTheOtherSide() throws Exception {
    try (HttpSink sink = new HttpSink()) {
      sink.status = 500;
      assertThat(failure(sink.url()).reason()).isEqualTo("127.0.0.1 answers HTTP 500");
      assertThat(failure(sink.url()).refused()).isFalse();
      sink.status = 422;
      assertThat(failure(sink.url()).refused()).isTrue();
      sink.status = 302;
      assertThat(failure(sink.url()).reason()).contains("302");
      sink.silent = true;
      assertThat(failure(sink.url()).reason()).contains("does not answer within");
    }
    int closed;
    try (ServerSocket free = new ServerSocket(0)) {
      closed = free.getLocalPort();
    }
    assertThat(failure("http://127.0.0.1:" + closed).reason()).contains("cannot be reached");
    assertThat(failure("https://no-such-host.invalid/").reason()).contains("DNS");
    assertThat(failure("http://192.0.2.1/").reason()).contains("no https:// address");
  }

  @Test
  void noFailureTellsASecret() throws Exception {
    Path url = file("url", "https://no-such-host.invalid/robot?access_token=TOKEN spaces");
    var config = new ChannelConfig.Robot("r", "en", Brand.DINGTALK, url, file("s", "SECabc"));
    Notice notice = stop(1);
    for (String text : List.of("https://no-such-host.invalid/r?access_token=TOKEN", "TOKEN x")) {
      Files.writeString(url, text);
      UndeliveredException e =
          catchThrowableOfType(
              UndeliveredException.class,
              () ->
                  new RobotChannel(config, time.clock().wall()).send(notice, letter(notice, "en")));
      assertThat(e.reason()).doesNotContain("TOKEN").doesNotContain("SECabc");
    }
    Files.delete(url);
    UndeliveredException e =
        catchThrowableOfType(
            UndeliveredException.class,
            () -> new RobotChannel(config, time.clock().wall()).send(notice, letter(notice, "en")));
    assertThat(e.reason()).contains("cannot be read");
  }
}
