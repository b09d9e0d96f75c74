package io.gemba.cloud.console.config;

import io.gemba.cloud.console.notify.ChannelConfig;
import io.gemba.cloud.console.notify.ChannelConfig.Brand;
import io.gemba.cloud.console.notify.ChannelConfig.Security;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code notify.channels:}. */
final class ChannelReader {
  private static final Set<String> TYPES =
      Set.of("webhook", "email", "dingtalk", "wecom", "feishu");
  private static final Set<String> LANGUAGES = Set.of("en", "zh-Hant", "zh-Hans");
  private static final Set<String> WEBHOOK =
      Set.of("type", "language", "url", "url-file", "secret-file");
  private static final Set<String> ROBOT = Set.of("type", "language", "url-file", "secret-file");
  private static final Set<String> EMAIL =
      Set.of(
          "type",
          "language",
          "host",
          "port",
          "security",
          "username",
          "password-file",
          "ca",
          "from",
          "to");

  private final String name;
  private final Section section;
  private final Path folder;

  ChannelReader(String name, Section section, Path folder) {
    this.name = name;
    this.section = section;
    this.folder = folder;
  }

  Optional<ChannelConfig> read() {
    String type = section.text("type").orElse("");
    if (!TYPES.contains(type)) {
      section.wrong(
          "type",
          "channel `" + name + "` has no known `type`",
          "write one of " + String.join(", ", TYPES.stream().sorted().toList()));
      return Optional.empty();
    }
    return switch (type) {
      case "webhook" -> webhook();
      case "email" -> email();
      default -> robot(Brand.valueOf(type.toUpperCase(Locale.ROOT)));
    };
  }

  private String language() {
    String language = section.text("language").orElse("en");
    if (!LANGUAGES.contains(language)) {
      section.wrong(
          "language", "`" + language + "` is no language of this console", "write zh-Hant");
    }
    return language;
  }

  private Optional<ChannelConfig> webhook() {
    section.allow(WEBHOOK);
    Optional<String> url = section.text("url");
    @Nullable Path urlFile = file("url-file");
    if (url.isPresent() == (urlFile != null)) {
      section.wrong(
          "url",
          "a webhook needs one address",
          "write `url: https://…`, or `url-file: FILE` when the address is a secret");
    }
    url.ifPresent(this::address);
    return Optional.of(
        new ChannelConfig.Webhook(
            name, language(), url.orElse(null), urlFile, file("secret-file")));
  }

  private void address(String url) {
    try {
      URI uri = URI.create(url);
      boolean here = Set.of("127.0.0.1", "localhost", "[::1]").contains(uri.getHost());
      if ("https".equals(uri.getScheme()) || (here && "http".equals(uri.getScheme()))) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // falls through: the same advice helps
    }
    section.wrong("url", "`" + url + "` is no https:// address", "write `https://HOST/PATH`");
  }

  private Optional<ChannelConfig> robot(Brand brand) {
    section.allow(ROBOT);
    @Nullable Path url = file("url-file");
    @Nullable Path secret = file("secret-file");
    if (brand == Brand.WECOM && secret != null) {
      section.wrong("secret-file", "a WeCom robot signs nothing", "leave it out");
    }
    if (url == null) {
      section.wrong(
          "url-file",
          "channel `" + name + "` has no `url-file`",
          "put the robot's address into a file: it holds its token");
      return Optional.empty();
    }
    return Optional.of(new ChannelConfig.Robot(name, language(), brand, url, secret));
  }

  private Optional<ChannelConfig> email() {
    section.allow(EMAIL);
    String host = section.text("host").orElse("");
    String from = section.text("from").orElse("");
    List<String> to = section.texts("to");
    if (host.isBlank()) {
      section.wrong("host", "channel `" + name + "` has no mail server", "write `host:`");
    }
    if (!from.contains("@")) {
      section.wrong("from", "no sender", "write `from: gemba@example.com`");
    }
    if (to.isEmpty() || !to.stream().allMatch(t -> t.contains("@"))) {
      section.wrong("to", "no readers", "write `to: [\"boss@example.com\"]`");
    }
    Security security = security();
    @Nullable Path password = file("password-file");
    Optional<String> username = section.text("username");
    if (username.isPresent() != (password != null)) {
      section.wrong(
          username.isPresent() ? "username" : "password-file",
          "a login needs both a user and a password",
          "write both `username:` and `password-file:`");
    }
    if (username.isPresent() && security == Security.NONE) {
      section.wrong("security", "a password without TLS", "write `security: starttls`");
    }
    return Optional.of(
        new ChannelConfig.Email(
            name,
            language(),
            host,
            port(security),
            security,
            username.orElse(null),
            password,
            file("ca"),
            from,
            List.copyOf(to)));
  }

  private Security security() {
    String text = section.text("security").orElse("starttls");
    return switch (text) {
      case "starttls" -> Security.STARTTLS;
      case "tls" -> Security.TLS;
      case "none" -> Security.NONE;
      default -> {
        section.wrong("security", "`" + text + "` is none", "write starttls, tls or none");
        yield Security.STARTTLS;
      }
    };
  }

  private int port(Security security) {
    int standard =
        switch (security) {
          case STARTTLS -> 587;
          case TLS -> 465;
          case NONE -> 25;
        };
    Optional<String> text = section.text("port");
    if (text.isPresent() && !text.get().matches("[1-9]\\d{0,4}")) {
      section.wrong("port", "`" + text.get() + "` is no port", "write `port: " + standard + "`");
      return standard;
    }
    return text.map(Integer::parseInt).orElse(standard);
  }

  private @Nullable Path file(String key) {
    Optional<String> text = section.text(key);
    if (text.isEmpty()) {
      return null;
    }
    Path path = folder.resolve(text.get()).normalize();
    if (!Files.isReadable(path)) {
      section.wrong(
          key,
          path + " is missing or not readable",
          "make the file, or give this user the right to read it");
    }
    return path;
  }
}
