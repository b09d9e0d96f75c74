package io.gemba.cloud.mqtt;

import io.gemba.cloud.spi.GatewayId;
import io.gemba.cloud.spi.Uplink;
import io.gemba.cloud.spi.UplinkFactory;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import io.gemba.hal.spi.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes uplinks to MQTT 5 brokers. */
public final class MqttUplinkFactory implements UplinkFactory {
  private static final int LONGEST_ID = 256;

  private final InstantSource clock;

  /**
   * A factory for uplinks that date their goodbyes by a clock.
   *
   * @param clock the gateway's
   */
  public MqttUplinkFactory(InstantSource clock) {
    this.clock = clock;
    PahoClient.silenceItsLog();
  }

  @Override
  public List<ConfigKey> keys() {
    return List.of(
        ConfigKey.of(
                "url",
                Kind.TEXT,
                "The broker: mqtt://HOST[:1883] for plain TCP, mqtts://HOST[:8883] for TLS.")
            .mandatory(),
        ConfigKey.of(
            "client-id",
            Kind.TEXT,
            "The MQTT client id, unique at the broker; left out, it is ENTERPRISE-SITE-GATEWAY."),
        ConfigKey.of("username", Kind.TEXT, "The user name the broker knows this gateway by."),
        ConfigKey.of(
            "password-file",
            Kind.FILE,
            "A file whose first line is the password, not readable by other users."),
        ConfigKey.section("tls", "Certificates for mqtts://.", tlsKeys()),
        ConfigKey.choice("format", "What payloads look like.", List.of("json", "sparkplug"))
            .orElse("json"),
        ConfigKey.choice(
                "compress",
                "Whether bigger payloads are compressed; 'off' lets any tool read them.",
                List.of("off", "deflate"))
            .orElse("off"),
        ConfigKey.of(
                "keep-alive",
                Kind.DURATION,
                "How often a quiet line is probed; a dead one is noticed within twice this.")
            .between(1_000, 3_600_000)
            .orElse("15s"),
        ConfigKey.of(
                "connect-timeout",
                Kind.DURATION,
                "How long finding, reaching and greeting the broker may take altogether.")
            .between(1_000, 300_000)
            .orElse("10s"),
        ConfigKey.of(
                "ack-timeout",
                Kind.DURATION,
                "How long the broker may take to acknowledge a message before the connection is"
                    + " made anew.")
            .between(1_000, 600_000)
            .orElse("20s"),
        ConfigKey.of(
                "window",
                Kind.INTEGER,
                "How many messages may be unacknowledged at a time; the broker may allow fewer.")
            .between(1, 65_535)
            .orElse("100"),
        ConfigKey.of(
                "max-packet",
                Kind.SIZE,
                "The largest message sent; the broker may allow less. Larger ones are split.")
            .between(1024, 256L << 20)
            .orElse("128KiB"),
        ConfigKey.section(
            "commands",
            "What may be commanded through this uplink.",
            List.of(
                ConfigKey.of(
                    "allow",
                    Kind.TEXTS,
                    "Points as AREA/LINE/CELL/POINT (or DEVICE/POINT) that are 'writable: true';"
                        + " left out, nothing may be commanded."),
                ConfigKey.of(
                        "timeout",
                        Kind.DURATION,
                        "How long a command may take before it is answered with 'unknown'.")
                    .between(100, 600_000)
                    .orElse("10s"))));
  }

  private static List<ConfigKey> tlsKeys() {
    return List.of(
        ConfigKey.of(
            "ca",
            Kind.FILE,
            "PEM file with the authorities that may vouch for the broker; left out, those of the"
                + " Java runtime."),
        ConfigKey.of(
            "certificate", Kind.FILE, "PEM file with this gateway's certificate, then its chain."),
        ConfigKey.of("key", Kind.FILE, "PEM file with the certificate's private key."));
  }

  @Override
  public Uplink create(String name, GatewayId gateway, Settings settings) throws ConfigException {
    if ("sparkplug".equals(settings.text("format"))) {
      throw new ConfigException(
          "format", "Sparkplug B is not built yet in this version: write json");
    }
    MqttOptions options = options(gateway, settings);
    return new MqttUplink(name, gateway, options, clock);
  }

  static MqttOptions options(GatewayId gateway, Settings settings) throws ConfigException {
    BrokerAddress address = BrokerAddress.parse(settings.text("url"));
    return new MqttOptions(
        address,
        clientId(gateway, settings),
        settings.optionalText("username"),
        credentials(address, settings),
        "deflate".equals(settings.text("compress")),
        settings.duration("keep-alive"),
        settings.duration("connect-timeout"),
        settings.duration("ack-timeout"),
        Math.toIntExact(settings.integer("window")),
        settings.size("max-packet"),
        settings.section("commands").texts("allow"));
  }

  private static String clientId(GatewayId gateway, Settings settings) throws ConfigException {
    String id =
        settings
            .optionalText("client-id")
            .orElse(gateway.enterprise() + "-" + gateway.site() + "-" + gateway.id());
    if (id.isBlank() || id.length() > LONGEST_ID || id.chars().anyMatch(Character::isISOControl)) {
      throw new ConfigException(
          "client-id",
          "must be 1 to "
              + LONGEST_ID
              + " printable characters: leave the key out for the default");
    }
    return id;
  }

  private static Credentials credentials(BrokerAddress address, Settings settings)
      throws ConfigException {
    Settings tls = settings.section("tls");
    Credentials credentials =
        new Credentials(
            settings.optionalFile("password-file"),
            tls.optionalFile("ca"),
            tls.optionalFile("certificate"),
            tls.optionalFile("key"));
    if (!address.tls() && settings.has("tls")) {
      throw new ConfigException(
          "tls", "has no effect with mqtt://: write url: mqtts://" + address.host() + ":8883");
    }
    if (credentials.certificate().isPresent() != credentials.key().isPresent()) {
      String missing = credentials.key().isPresent() ? "certificate" : "key";
      throw new ConfigException("tls." + missing, "is missing: certificate and key go together");
    }
    checkFiles(credentials);
    return credentials;
  }

  private static void checkFiles(Credentials credentials) throws ConfigException {
    check("password-file", credentials.password(), SecretFile::check);
    check("tls.key", credentials.key(), SecretFile::check);
    check("tls.ca", credentials.authorities(), Pem::certificates);
    check("tls.certificate", credentials.certificate(), Pem::certificates);
  }

  private static void check(String key, Optional<Path> file, FileCheck check)
      throws ConfigException {
    if (file.isPresent()) {
      try {
        check.check(file.get());
      } catch (IOException e) {
        ConfigException wrong =
            new ConfigException(key, e.getMessage() == null ? e.toString() : e.getMessage());
        wrong.initCause(e);
        throw wrong;
      }
    }
  }

  private interface FileCheck {
    void check(Path file) throws IOException;
  }
}
