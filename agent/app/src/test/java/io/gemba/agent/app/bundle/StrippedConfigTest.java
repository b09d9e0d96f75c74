package io.gemba.agent.app.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.KnownKeys;
import io.gemba.cloud.mqtt.MqttUplinkFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrippedConfigTest {
  private static final String CANARY = "hunter2-CANARY";

  private final StrippedConfig stripped = new StrippedConfig(known(), new Redaction(List.of()));

  private static Set<String> known() {
    Set<String> known =
        new TreeSet<>(KnownKeys.of(Map.of(), new MqttUplinkFactory(InstantSource.system())));
    // A stranger's adapter may well offer such keys.
    known.addAll(Set.of("endpoint", "password", "pin", "api-key", "login-token"));
    return known;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "Password",
        "PASSWORD",
        "passwrod",
        "password-file",
        "passwd",
        "pwd",
        "pass",
        "passphrase",
        "secret",
        "client-secret",
        "token",
        "login-token",
        "auth",
        "authorization",
        "credentials",
        "key",
        "private-key",
        "api-key",
        "apikey",
        "psk",
        "pin",
        "cookie",
        "bearer",
        "pw",
        "kennwort",
        "密碼",
        "user",
        "tls",
        "commands",
        "points",
        "x"
      })
  void nothingUnderASecretOrUnknownKeyStays(String key) {
    for (String value :
        List.of(CANARY, "\"" + CANARY + "\"", "[" + CANARY + ", 7]", "|\n      " + CANARY)) {
      assertThat(stripped.of("uplinks:\n  hq:\n    " + key + ": " + value + "\n"))
          .as(key + ": " + value)
          .doesNotContain("CANARY")
          .contains("hq");
    }
  }

  @Test
  void whatHelpsStays() {
    assertThat(
            stripped.of(
                """
                gateway: { enterprise: acme, site: dongguan, id: gw-01, page: off }
                journal: { max-size: 2GiB }
                uplinks:
                  hq: { url: "mqtts://broker.example.com:8883", username: gw-01, password-file: secrets/hq }
                """))
        .contains("acme", "2GiB", "mqtts://broker.example.com:8883", "gw-01", "page: off")
        .containsPattern("password-file: .?\\[removed]");
  }

  @Test
  void commentsGoBecauseTheyHoldWhatWasCommentedOut() {
    assertThat(stripped.of("gateway:\n  id: gw-01 # password: " + CANARY + "\n"))
        .doesNotContain("CANARY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mqtt://user:hunter2-CANARY@broker:1883",
        "opc.tcp://hunter2-CANARY@192.0.2.1:4840",
        "-----BEGIN PRIVATE KEY-----\\nhunter2-CANARY\\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\\nhunter2-CANARY"
      })
  void secretsInKnownValuesGo(String value) {
    assertThat(stripped.of("uplinks: { hq: { url: \"" + value + "\" } }")).doesNotContain("CANARY");
  }

  @Test
  void aSecretAsAKeyGoesWhenItIsKnownByHeart() {
    StrippedConfig knowing =
        new StrippedConfig(known(), new Redaction(List.of("hunter2-CANARY", "s")));
    assertThat(knowing.of("devices: { hunter2-CANARY: { place: a/b/hunter2-CANARY } }"))
        .doesNotContain("CANARY")
        .contains("devices", "place");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{ hunter2-CANARY", "a: [hunter2-CANARY", "\t: hunter2-CANARY: :"})
  void ofAFileThatIsNoYamlNothingIsShown(String file) {
    assertThat(stripped.of(file)).doesNotContain("CANARY").contains("gemba check");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login failed, password=hunter2-CANARY for gw-01",
        "Password: hunter2-CANARY",
        "{\"password\":\"hunter2-CANARY and more\"}",
        "Authorization: Bearer hunter2-CANARY",
        "Authorization: Basic hunter2-CANARY",
        "api_key: 'hunter2-CANARY'",
        "to mqtt://gw:hunter2-CANARY@broker:1883 failed",
        "to mqtt://gw:hunter2@CANARY@broker:1883 failed",
        "-----BEGIN PRIVATE KEY-----\nhunter2-CANARY\n-----END PRIVATE KEY-----"
      })
  void logLinesLoseTheirSecrets(String line) {
    assertThat(new Redaction(List.of()).of(line)).doesNotContain("CANARY").contains("[removed]");
  }

  @Test
  void ordinaryLinesStayAsTheyAre() {
    String line = "device press1: opc.tcp://192.0.2.10:4840/path answers; point oil-temp: 61.4 CEL";
    assertThat(new Redaction(List.of()).of(line)).isEqualTo(line);
  }
}
