package io.gemba.cloud.console.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gemba.cloud.console.notify.ChannelConfig;
import io.gemba.cloud.console.notify.ChannelConfig.Brand;
import io.gemba.cloud.console.notify.ChannelConfig.Security;
import io.gemba.cloud.console.notify.Glob;
import io.gemba.cloud.console.notify.NotifyConfig;
import io.gemba.cloud.console.notify.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyReaderTest {
  private static final String BROKERS = "brokers: { hq: { url: \"mqtt://h\" } }\n";

  @TempDir Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("console.yaml"), BROKERS + text);
  }

  @Test
  void tellsNobodyUnlessTold() throws Exception {
    assertThat(ConfigReader.readNotify(file(""))).isEqualTo(NotifyConfig.NONE);
  }

  @Test
  void pinsEveryDefault() throws Exception {
    Files.writeString(folder.resolve("u"), "https://x.example.com/robot");
    NotifyConfig read =
        ConfigReader.readNotify(
            file(
                """
                notify:
                  channels:
                    mail: { type: email, host: m.example.com, from: g@example.com, to: ["b@example.com"] }
                    chat: { type: wecom, url-file: u }
                  rules:
                    r: { when: stop, to: [mail] }
                    g: { when: gap, more: 10%, to: [chat] }
                """));
    assertThat(read.publicUrl()).isNull();
    assertThat(read.group()).isEqualTo(Duration.ofSeconds(30));
    assertThat(read.settle()).isEqualTo(Duration.ofSeconds(30));
    assertThat(read.channels())
        .containsExactly(
            new ChannelConfig.Email(
                "mail",
                "en",
                "m.example.com",
                587,
                Security.STARTTLS,
                null,
                null,
                null,
                "g@example.com",
                List.of("b@example.com")),
            new ChannelConfig.Robot("chat", "en", Brand.WECOM, folder.resolve("u"), null));
    assertThat(read.rules().getFirst())
        .isEqualTo(
            new Rule(
                "r",
                Rule.When.STOP,
                Duration.ofMinutes(5),
                0,
                false,
                Set.of("FAULT", "STOPPED"),
                "warning",
                List.of(Glob.ALL),
                List.of("mail"),
                null,
                List.of(),
                true));
    assertThat(read.rules().get(1).percent()).isTrue();
    assertThat(read.rules().get(1).more()).isEqualTo(10);
    assertThat(read.rules().get(1).longer()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void reportsEveryMistakeWithItsPlace() {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                ConfigReader.read(
                    file(
                        """
                        notify:
                          public-url: board
                          chanels: {}
                          channels:
                            a: { type: pigeon }
                            b: { type: webhook, url: "http://elsewhere.example.com/" }
                            c: { type: dingtalk, secret-file: none }
                            d: { type: email, host: h, from: x, security: none, username: u }
                          rules:
                            r: { when: sometimes, to: [b] }
                            s: { when: gap, to: [bb], quiet: ["night"], repeat: often }
                            t: { when: stop, more: 5, states: [tired] }
                        """)));
    assertThat(e.problems())
        .anyMatch(p -> p.contains("console.yaml:3:") && p.contains("no address of a page"))
        .anyMatch(p -> p.contains("`chanels`") && p.contains("did you mean `channels`"))
        .anyMatch(p -> p.contains(":6:") && p.contains("no known `type`"))
        .anyMatch(p -> p.contains(":7:") && p.contains("https://"))
        .anyMatch(p -> p.contains(":8:") && p.contains("`url-file`"))
        .anyMatch(p -> p.contains(":8:") && p.contains("missing or not readable"))
        .anyMatch(p -> p.contains(":9:") && p.contains("no sender"))
        .anyMatch(p -> p.contains(":9:") && p.contains("no readers"))
        .anyMatch(p -> p.contains(":9:") && p.contains("without TLS"))
        .anyMatch(p -> p.contains(":11:") && p.contains("does not say what it looks at"))
        .anyMatch(p -> p.contains(":12:") && p.contains("no limit"))
        .anyMatch(p -> p.contains(":12:") && p.contains("no time of quiet"))
        .anyMatch(p -> p.contains(":12:") && p.contains("no duration"))
        .anyMatch(p -> p.contains(":12:") && p.contains("did you mean `b`"))
        .anyMatch(p -> p.contains(":13:") && p.contains("unknown key `more`"))
        .anyMatch(p -> p.contains(":13:") && p.contains("`tired` is no state"))
        .anyMatch(p -> p.contains(":13:") && p.contains("tells nobody"));
  }

  /** What people copy must work. */
  @Test
  void readsEveryExampleOfTheReadme() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    Matcher blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(readme);
    Files.createDirectories(folder.resolve("secrets"));
    int seen = 0;
    while (blocks.find()) {
      Matcher files = Pattern.compile("-file: ([\\w/-]+)").matcher(blocks.group(1));
      while (files.find()) {
        Files.writeString(folder.resolve(files.group(1)), "https://x.example.com/");
      }
      Path file = Files.writeString(folder.resolve("readme.yaml"), blocks.group(1));
      NotifyConfig read = ConfigReader.readNotify(file);
      assertThat(read.channels()).hasSizeGreaterThan(3);
      assertThat(read.rules()).hasSizeGreaterThan(3);
      ConfigReader.read(file);
      seen++;
    }
    assertThat(seen).isPositive();
  }
}
