package io.gemba.cloud.console.config;

import io.gemba.cloud.console.config.BrokerConfig.Keeping;
import io.gemba.cloud.console.config.BrokerConfig.Tls;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code brokers:}. */
final class BrokerReader {
  private static final Set<String> KEYS =
      Set.of(
          "url",
          "client-id",
          "username",
          "password-file",
          "tls",
          "topics",
          "shared",
          "session-expiry",
          "leaving");
  private static final Set<String> TLS_KEYS = Set.of("ca", "certificate", "key");

  /** Four bytes of seconds, the last of which means for ever (MQTT 5 §3.1.2.11.2). */
  private static final long LONGEST_EXPIRY_S = 0xFFFF_FFFEL;

  private final String name;
  private final Section section;
  private final Path folder;
  private final boolean fleet;

  /** {@code fleet} tells that history is in a database that consoles can share. */
  BrokerReader(String name, Section section, Path folder, boolean fleet) {
    this.name = name;
    this.section = section.allow(KEYS);
    this.folder = folder;
    this.fleet = fleet;
  }

  Optional<BrokerConfig> read() {
    Optional<URI> url = url();
    Tls tls = section.section("tls").map(s -> tls(s.allow(TLS_KEYS))).orElse(Tls.NONE);
    List<String> topics = topics();
    @Nullable Path passwordFile = file(section, "password-file");
    @Nullable String clientId = section.text("client-id").orElse(null);
    @Nullable String username = section.text("username").orElse(null);
    if (passwordFile != null && username == null) {
      section.wrong("password-file", "a password without a user name", "add `username:`");
    }
    Keeping keeping = keeping();
    return url.map(
        u -> new BrokerConfig(name, u, clientId, username, passwordFile, tls, topics, keeping));
  }

  private Optional<URI> url() {
    String text = section.text("url").orElse("");
    try {
      URI uri = URI.create(text);
      boolean scheme = "mqtt".equals(uri.getScheme()) || "mqtts".equals(uri.getScheme());
      if (scheme && uri.getHost() != null && uri.getUserInfo() == null) {
        return Optional.of(withPort(uri));
      }
    } catch (IllegalArgumentException e) {
      // falls through: the same advice helps
    }
    section.wrong(
        "url",
        text.isEmpty()
            ? "broker `" + name + "` has no `url`"
            : "`" + text + "` is no broker address",
        "write `url: mqtt://HOST:1883`, or `mqtts://HOST:8883` for TLS; user and password have keys"
            + " of their own");
    return Optional.empty();
  }

  private static URI withPort(URI uri) {
    int standard = uri.getScheme().equals("mqtts") ? 8883 : 1883;
    int port = uri.getPort() < 0 ? standard : uri.getPort();
    return URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + port);
  }

  private List<String> topics() {
    List<String> topics = section.texts("topics");
    for (String topic : topics) {
      if (!topic.equals("#") && !topic.startsWith("gemba1/") && !topic.startsWith("$share/")) {
        section.wrong(
            "topics", "`" + topic + "` matches nothing a gateway sends", "write `gemba1/#`");
      }
    }
    return topics.isEmpty() ? List.of("gemba1/#") : List.copyOf(topics);
  }

  private Keeping keeping() {
    @Nullable String group = shared();
    boolean leaving = section.text("leaving").map(this::yes).orElse(false);
    if (leaving && section.text("shared").isEmpty()) {
      section.wrong(
          "leaving",
          "there is no group to leave",
          "leave it out: a console of its own is stopped, and that is all");
    }
    return new Keeping(sessionExpiry(), group, leaving);
  }

  private boolean yes(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      section.wrong("leaving", "`" + text + "` is neither true nor false", "write `leaving: true`");
    }
    return text.equals("true");
  }

  private Duration sessionExpiry() {
    Optional<String> text = section.text("session-expiry");
    Optional<Duration> parsed =
        text.flatMap(Durations::parse)
            .filter(d -> d.toSeconds() >= 1 && d.toSeconds() <= LONGEST_EXPIRY_S);
    if (text.isPresent() && parsed.isEmpty()) {
      section.wrong(
          "session-expiry",
          "`" + text.get() + "` is no time that a broker can keep something",
          "write a number with s, min, h or d: `1d`");
    }
    return parsed.orElse(Keeping.DEFAULT.sessionExpiry());
  }

  private @Nullable String shared() {
    Optional<String> group = section.text("shared");
    if (group.isPresent() && !group.get().matches("[A-Za-z0-9._-]{1,60}")) {
      section.wrong(
          "shared", "`" + group.get() + "` is no group name", "write letters and digits: `board`");
    } else if (group.isPresent() && !fleet) {
      section.wrong(
          "shared",
          "consoles that share a broker need one history",
          "write `database: postgresql://USER@HOST/NAME`, or leave `shared` out");
    }
    return group.orElse(null);
  }

  private Tls tls(Section tls) {
    Tls read = new Tls(file(tls, "ca"), file(tls, "certificate"), file(tls, "key"));
    if ((read.certificate() == null) != (read.key() == null)) {
      tls.wrong(
          read.key() == null ? "certificate" : "key",
          "a client certificate needs both files",
          "write both `certificate:` and `key:`");
    }
    return read;
  }

  private @Nullable Path file(Section in, String key) {
    Optional<String> text = in.text(key);
    if (text.isEmpty()) {
      return null;
    }
    Path path = folder.resolve(text.get()).normalize();
    if (!Files.isReadable(path)) {
      in.wrong(
          key,
          path + " is missing or not readable",
          "make the file, or give this user the right to read it");
    }
    return path;
  }
}
