package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttUplinkFactoryTest {
  private final MqttUplinkFactory factory = new MqttUplinkFactory(Given.CLOCK);

  @TempDir Path folder;

  @Test
  void everyDefaultIsPinned() {
    Map<String, String> defaults = new HashMap<>();
    for (ConfigKey key : factory.keys()) {
      defaults.put(key.name(), String.valueOf(key.defaultText()));
    }
    assertThat(defaults)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("url", "null"),
                Map.entry("client-id", "null"),
                Map.entry("username", "null"),
                Map.entry("password-file", "null"),
                Map.entry("tls", "null"),
                Map.entry("format", "json"),
                Map.entry("compress", "off"),
                Map.entry("keep-alive", "15s"),
                Map.entry("connect-timeout", "10s"),
                Map.entry("ack-timeout", "20s"),
                Map.entry("window", "100"),
                Map.entry("max-packet", "128KiB"),
                Map.entry("commands", "null")));
    assertThat(factory.keys())
        .filteredOn(ConfigKey::required)
        .extracting("name")
        .containsOnly("url");
    assertThat(factory.keys()).allMatch(key -> key.doc().endsWith("."));
  }

  @Test
  void takesTheLeastThereCanBe() throws ConfigException {
    assertThat(factory.create("hq", Given.GATEWAY, settings(Map.of())))
        .hasToString("uplink hq to broker.example.com:1883");
  }

  @Test
  void derivesAStableClientId() throws ConfigException {
    assertThat(MqttUplinkFactory.options(Given.GATEWAY, settings(Map.of())).clientId())
        .isEqualTo("acme-dongguan-gw-01");
    assertThat(
            MqttUplinkFactory.options(Given.GATEWAY, settings(Map.of("client-id", "x"))).clientId())
        .isEqualTo("x");
    assertWrong("client-id", "printable", Map.of("client-id", "a\nb"));
    assertWrong("client-id", "leave the key out", Map.of("client-id", " "));
  }

  @Test
  void allowsNoCommandsUnlessTold() throws ConfigException {
    assertThat(MqttUplinkFactory.options(Given.GATEWAY, settings(Map.of())).allowedCommands())
        .isEmpty();
    Settings commands = new Settings(Map.of("allow", List.of("molding/l3/press1/setpoint")));
    assertThat(
            MqttUplinkFactory.options(Given.GATEWAY, settings(Map.of("commands", commands)))
                .allowedCommands())
        .containsExactly("molding/l3/press1/setpoint");
  }

  @Test
  void saysThatSparkplugIsNotThereYet() {
    assertWrong("format", "write json", Map.of("format", "sparkplug"));
  }

  @Test
  void saysWhatIsWrongWithTheUrl() {
    assertWrong("url", "write mqtt://broker:1883", Map.of("url", "tcp://broker:1883"));
  }

  @Test
  void refusesCertificatesWithoutTls() throws Exception {
    Settings tls = new Settings(Map.of("ca", folder.resolve("ca.pem")));
    assertWrong("tls", "mqtts://broker.example.com:8883", Map.of("tls", tls));
  }

  @Test
  void refusesHalfAPair() {
    Settings tls = new Settings(Map.of("key", folder.resolve("gw.key")));
    assertWrong(
        "tls.certificate", "go together", Map.of("url", "mqtts://broker.example.com", "tls", tls));
  }

  @Test
  void refusesFilesThatAreNotThereOrNotWhatTheyShouldBe() throws Exception {
    assertWrong(
        "password-file", "there is no file", Map.of("password-file", folder.resolve("nothing")));
    Path text = Files.writeString(folder.resolve("ca.pem"), "not a certificate");
    assertWrong(
        "tls.ca",
        "BEGIN CERTIFICATE",
        Map.of("url", "mqtts://b.example.com", "tls", new Settings(Map.of("ca", text))));
  }

  @Test
  void refusesAPasswordThatEverybodyMayRead() throws Exception {
    Path file = Files.writeString(folder.resolve("pw"), "s3cret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertWrong("password-file", "chmod o= " + file, Map.of("password-file", file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(
            MqttUplinkFactory.options(Given.GATEWAY, settings(Map.of("password-file", file)))
                .credentials()
                .password())
        .contains(file);
  }

  @Test
  void neverShowsASecret() throws Exception {
    Path file = TestPki.writeSecret(folder.resolve("pw"), "s3cret");
    assertThat(MqttUplinkFactory.options(Given.GATEWAY, settings(Map.of("password-file", file))))
        .asString()
        .doesNotContain("s3cret");
  }

  private void assertWrong(String key, String hint, Map<String, Object> changes) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> factory.create("hq", Given.GATEWAY, settings(changes)))
        .withMessageContaining(hint)
        .matches(e -> e.key().equals(key), "about " + key);
  }

  /** What the host hands over: the defaults, and what the file says. */
  private static Settings settings(Map<String, Object> changes) {
    Map<String, Object> values = new HashMap<>();
    values.put("url", "mqtt://broker.example.com");
    values.put("format", "json");
    values.put("compress", "off");
    values.put("keep-alive", Duration.ofSeconds(15));
    values.put("connect-timeout", Duration.ofSeconds(10));
    values.put("ack-timeout", Duration.ofSeconds(20));
    values.put("window", 100L);
    values.put("max-packet", 131_072L);
    values.putAll(changes);
    return new Settings(values);
  }
}
