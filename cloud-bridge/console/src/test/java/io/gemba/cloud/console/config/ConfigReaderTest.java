package io.gemba.cloud.console.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  @TempDir Path folder;

  @Test
  void pinsEveryDefault() throws Exception {
    ConsoleConfig config = ConfigReader.read(file("brokers: { hq: { url: \"mqtt://h\" } }\n"));
    assertThat(config)
        .isEqualTo(
            new ConsoleConfig(
                "127.0.0.1",
                8080,
                folder.resolve("console-data"),
                Duration.ofDays(400),
                false,
                List.of(BrokerConfig.plain("hq", "mqtt://h:1883"))));
  }

  @Test
  void readsTheWholeFile() throws Exception {
    Files.writeString(folder.resolve("pw"), "secret");
    ConsoleConfig config =
        ConfigReader.read(
            file(
                """
                console:
                  listen: 127.0.0.1:9000
                  directory: data
                  keep: 30d
                brokers:
                  hq: { url: mqtts://broker.example.com, username: x, password-file: pw, tls: { ca: , certificate: , key: }, topics: ["gemba1/acme/#"] }
                """));
    assertThat(config.port()).isEqualTo(9000);
    assertThat(config.directory()).isEqualTo(folder.resolve("data"));
    assertThat(config.keep()).isEqualTo(Duration.ofDays(30));
    assertThat(config.brokers().getFirst())
        .isEqualTo(
            new BrokerConfig(
                "hq",
                URI.create("mqtts://broker.example.com:8883"),
                null,
                "x",
                folder.resolve("pw"),
                BrokerConfig.Tls.NONE,
                List.of("gemba1/acme/#")));
  }

  @Test
  void reportsEveryMistakeInOneRunWithPlaceAndAdvice() {
    assertProblems(
        () ->
            ConfigReader.read(
                file(
                    """
                    consle:
                      x: 1
                    console:
                      lisen: 127.0.0.1:1
                      keep: 400 days
                    brokers:
                      hq:
                        url: http://broker
                        usrname: x
                        password-file: nowhere
                        topics: gemba1/#
                    """)),
        "1:1: unknown key `consle` — did you mean `console`?",
        "4:3: unknown key `lisen` — did you mean `listen`?",
        "5:9: `400 days` is no duration — write a number with ms, s, min, h or d: `400d`",
        "8:10: `http://broker` is no broker address — write `url: mqtt://HOST:1883`",
        "9:5: unknown key `usrname` — did you mean `username`?",
        "10:20: " + folder.resolve("nowhere") + " is missing or not readable",
        "11:13: `topics` takes a list");
  }

  @Test
  void refusesToListenToTheWorldUnlessItIsWrittenOut() throws Exception {
    String brokers = "brokers: { hq: { url: \"mqtt://h\" } }\n";
    assertProblems(
        () -> ConfigReader.read(file("console:\n  listen: 0.0.0.0:8080\n" + brokers)),
        "2:11: the line board has no login yet");
    String open = "console:\n  listen: 0.0.0.0:8080\n  allow-unauthenticated: true\n";
    assertThat(ConfigReader.read(file(open + brokers)).host()).isEqualTo("0.0.0.0");
  }

  @Test
  void saysWhereTheFileIsNotYaml() {
    assertProblems(() -> ConfigReader.read(file("console: [\n")), "not YAML");
    assertProblems(() -> ConfigReader.read(file("")), "1:1: the file is empty");
    assertProblems(() -> ConfigReader.read(folder.resolve("none.yaml")), "there is no such file");
    assertProblems(() -> ConfigReader.read(file("console:\n")), "no broker to listen to");
    assertProblems(
        () -> ConfigReader.read(file("brokers:\n  a:\n  a: 1\n")), "3:3: `a` is written twice");
  }

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("console.yaml"), text);
  }

  private static void assertProblems(ThrowingCallable reading, String... problems) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> {
              for (String problem : problems) {
                assertThat(e.getMessage()).contains(problem);
              }
              if (problems.length > 1) {
                assertThat(e.problems()).hasSizeGreaterThanOrEqualTo(problems.length);
              }
            });
  }
}
