package io.gemba.cloud.console.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.cloud.console.config.StorageConfig.Database;
import io.gemba.cloud.console.config.StorageConfig.Retention;
import io.gemba.cloud.console.users.Lifetimes;
import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.users.Sites;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
                StorageConfig.LOCAL,
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
                  hq: { url: mqtts://broker.example.com, username: x, password-file: pw, tls: { ca: , certificate: , key: }, topics: ["gemba1/acme/#"], session-expiry: 7d }
                """));
    assertThat(config.port()).isEqualTo(9000);
    assertThat(config.directory()).isEqualTo(folder.resolve("data"));
    assertThat(config.storage().retention().samples()).isEqualTo(Duration.ofDays(30));
    assertThat(config.brokers().getFirst())
        .isEqualTo(
            new BrokerConfig(
                "hq",
                URI.create("mqtts://broker.example.com:8883"),
                null,
                "x",
                folder.resolve("pw"),
                BrokerConfig.Tls.NONE,
                List.of("gemba1/acme/#"),
                new BrokerConfig.Keeping(Duration.ofDays(7), null, false)));
  }

  @Test
  void refusesToLeaveNoGroupAndToHaveThingsKeptForNoTime() throws Exception {
    assertProblems(
        () ->
            ConfigReader.read(
                file(
                    """
                    brokers:
                      hq: { url: mqtt://h, leaving: true, session-expiry: 10ms }
                    """)),
        "2:33: there is no group to leave — leave it out",
        "2:55: `10ms` is no time that a broker can keep something — write a number");
  }

  @Test
  void readsWhereAndHowLongHistoryIsKept() throws Exception {
    Files.writeString(folder.resolve("pw"), "secret");
    ConsoleConfig config =
        ConfigReader.read(
            file(
                """
                database: { url: "postgresql://gemba@db.example.com/board?sslmode=require", password-file: pw }
                retention: { samples: 14d, hours: 3650d }
                brokers:
                  hq: { url: mqtt://h, shared: boards, leaving: true }
                """));
    assertThat(config.storage())
        .isEqualTo(
            new StorageConfig(
                new Database(
                    URI.create("postgresql://gemba@db.example.com/board?sslmode=require"),
                    folder.resolve("pw")),
                new Retention(
                    Duration.ofDays(14),
                    Duration.ofDays(1_830),
                    Duration.ofDays(400),
                    Duration.ofDays(3_650))));
    assertThat(config.brokers().getFirst().keeping())
        .isEqualTo(new BrokerConfig.Keeping(Duration.ofDays(1), "boards", true));
  }

  @Test
  void refusesADatabaseThatWouldGiveAwayItsPasswordAndConsolesThatWouldEachHoldAPart() {
    assertProblems(
        () ->
            ConfigReader.read(
                file(
                    """
                    database: postgresql://gemba:secret@db.example.com/board
                    brokers:
                      hq: { url: mqtt://h }
                    """)),
        "1:11: `postgresql://gemba:…@db.example.com/board` is no database address");
    assertProblems(
        () -> ConfigReader.read(file("brokers:\n  hq: { url: mqtt://h, shared: boards }\n")),
        "2:32: consoles that share a broker need one history — write `database:");
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
  void readsLoginsTlsAndTheProxyInFront() throws Exception {
    Files.writeString(folder.resolve("c.pem"), "");
    Files.writeString(folder.resolve("k.pem"), "");
    ConsoleConfig config =
        ConfigReader.read(
            file(
                """
                console:
                  listen: 0.0.0.0:8443
                  session-idle: 15min
                  session-longest: 8h
                  session-longest-viewer: 90d
                  tls: { certificate: c.pem, key: k.pem }
                  trusted-proxy:
                    addresses: ["127.0.0.1"]
                    user-header: X-Forwarded-User
                    groups-header: X-Forwarded-Groups
                    groups:
                      bosses: { role: admin }
                      shift: { role: operator, sites: [acme/dongguan] }
                brokers: { hq: { url: "mqtt://h" } }
                """));
    Access access = config.access();
    assertThat(access.lifetimes())
        .isEqualTo(new Lifetimes(Duration.ofMinutes(15), Duration.ofHours(8), Duration.ofDays(90)));
    assertThat(access.tls())
        .isEqualTo(new Access.Tls(folder.resolve("c.pem"), folder.resolve("k.pem")));
    Access.Proxy proxy = Objects.requireNonNull(access.proxy());
    assertThat(proxy.groups().keySet()).containsExactly("bosses", "shift");
    assertThat(proxy.groups())
        .containsEntry("bosses", new Access.Rights(Role.ADMIN, Sites.ALL))
        .containsEntry(
            "shift", new Access.Rights(Role.OPERATOR, new Sites(List.of("acme/dongguan"))));
  }

  @Test
  void saysWhatIsWrongWithLoginsTlsAndTheProxy() {
    assertProblems(
        () ->
            ConfigReader.read(
                file(
                    """
                    console:
                      session-idle: 5s
                      tls: { certificate: nowhere.pem }
                      trusted-proxy:
                        addresses: [proxy.example.com]
                        groups-header: X-Groups
                        groups:
                          a: { role: boss }
                          b: { role: viewer, sites: [acme] }
                    brokers: { hq: { url: "mqtt://h" } }
                    """)),
        "2:17: `5s` is no duration of a minute or more",
        "nowhere.pem is missing or not readable",
        "`tls` needs a `key`",
        "5:16: a trusted proxy is known by the IP addresses",
        "6:20: groups need `user-header`",
        "8:18: a group needs a role",
        "9:33: `acme` is no site — write ENTERPRISE/SITE");
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
