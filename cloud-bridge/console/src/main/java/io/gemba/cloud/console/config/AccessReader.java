package io.gemba.cloud.console.config;

import io.gemba.cloud.console.config.Access.Proxy;
import io.gemba.cloud.console.config.Access.Rights;
import io.gemba.cloud.console.users.Lifetimes;
import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.users.Sites;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@code console:} says of logins, TLS and the proxy in front. */
final class AccessReader {
  /** The keys of {@code console:} that are read here. */
  static final Set<String> KEYS =
      Set.of("session-idle", "session-longest", "session-longest-viewer", "tls", "trusted-proxy");

  private final Section console;
  private final Path folder;

  AccessReader(Section console, Path folder) {
    this.console = console;
    this.folder = folder;
  }

  Access read() {
    Lifetimes usual = Lifetimes.DEFAULT;
    return new Access(
        new Lifetimes(
            duration("session-idle", usual.idle()),
            duration("session-longest", usual.longest()),
            duration("session-longest-viewer", usual.viewers())),
        console.section("tls").map(this::tls).orElse(null),
        console.section("trusted-proxy").map(this::proxy).orElse(null));
  }

  private Duration duration(String key, Duration otherwise) {
    Optional<String> text = console.text(key);
    Optional<Duration> parsed =
        text.flatMap(Durations::parse).filter(d -> d.compareTo(Duration.ofMinutes(1)) >= 0);
    if (text.isPresent() && parsed.isEmpty()) {
      console.wrong(
          key,
          "`" + text.get() + "` is no duration of a minute or more",
          "write a number with min, h or d: `12h`");
    }
    return parsed.orElse(otherwise);
  }

  private Access.@Nullable Tls tls(Section tls) {
    tls.allow(Set.of("certificate", "key"));
    Path certificate = file(tls, "certificate");
    Path key = file(tls, "key");
    return certificate == null || key == null ? null : new Access.Tls(certificate, key);
  }

  private @Nullable Path file(Section in, String key) {
    Optional<String> text = in.text(key);
    Path path = folder.resolve(text.orElse("")).normalize();
    if (text.isEmpty() || !Files.isReadable(path)) {
      in.wrong(
          key,
          text.isEmpty() ? "`tls` needs a `" + key + "`" : path + " is missing or not readable",
          "write both `certificate:` and `key:`, PEM files that this user may read");
      return null;
    }
    return path;
  }

  private Proxy proxy(Section proxy) {
    proxy.allow(Set.of("addresses", "user-header", "groups-header", "groups"));
    List<String> addresses = proxy.texts("addresses");
    if (addresses.isEmpty() || !addresses.stream().allMatch(AccessReader::isAddress)) {
      proxy.wrong(
          "addresses",
          "a trusted proxy is known by the IP addresses it connects from",
          "write `addresses: [\"127.0.0.1\", \"::1\"]`");
    }
    Map<String, Rights> groups = new LinkedHashMap<>();
    proxy.section("groups").ifPresent(s -> s.names().forEach(n -> group(s, n, groups)));
    String user = proxy.text("user-header").orElse(null);
    String header = proxy.text("groups-header").orElse(null);
    if ((header == null) != groups.isEmpty() || (user == null && header != null)) {
      proxy.wrong(
          "groups-header",
          "groups need `user-header`, `groups-header` and `groups` together",
          "write all three, or `user-header` alone and accounts with those names");
    }
    return new Proxy(List.copyOf(addresses), user, header, groups);
  }

  private static void group(Section groups, String name, Map<String, Rights> into) {
    Section group = groups.section(name).orElse(null);
    if (group == null) {
      groups.wrong(name, "group `" + name + "` has no rights", "write `{ role: viewer }`");
      return;
    }
    group.allow(Set.of("role", "sites"));
    Optional<Role> role = group.text("role").flatMap(Role::of);
    if (role.isEmpty()) {
      group.wrong("role", "a group needs a role", "write `role: viewer`, operator or admin");
    }
    try {
      List<String> sites = group.texts("sites");
      Sites covered = sites.isEmpty() ? Sites.ALL : new Sites(sites);
      role.ifPresent(r -> into.put(name, new Rights(r, covered)));
    } catch (IllegalArgumentException e) {
      String[] words = String.valueOf(e.getMessage()).split(" — ", 2);
      group.wrong("sites", words[0], words[words.length - 1]);
    }
  }

  private static boolean isAddress(String text) {
    try {
      return !InetAddress.ofLiteral(text).getHostAddress().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
