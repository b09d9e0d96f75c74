package io.gemba.cloud.console.config;

import io.gemba.cloud.console.notify.ChannelConfig;
import io.gemba.cloud.console.notify.NotifyConfig;
import io.gemba.cloud.console.notify.Rule;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code notify:}. */
final class NotifyReader {
  private static final Set<String> KEYS =
      Set.of("public-url", "group", "settle", "channels", "rules");

  private final Section section;
  private final Path folder;

  NotifyReader(Section section, Path folder) {
    this.section = section.allow(KEYS);
    this.folder = folder;
  }

  NotifyConfig read() {
    List<ChannelConfig> channels = new ArrayList<>();
    for (Named each : named(section, "channels")) {
      new ChannelReader(each.name(), each.section(), folder).read().ifPresent(channels::add);
    }
    Set<String> names = new HashSet<>();
    named(section, "channels").forEach(c -> names.add(c.name()));
    List<Rule> rules = new ArrayList<>();
    for (Named each : named(section, "rules")) {
      new RuleReader(each.name(), each.section(), names).read().ifPresent(rules::add);
    }
    return new NotifyConfig(
        publicUrl(),
        duration(section, "group").orElse(NotifyConfig.DEFAULT_GROUP),
        duration(section, "settle").orElse(NotifyConfig.DEFAULT_SETTLE),
        List.copyOf(channels),
        List.copyOf(rules));
  }

  private record Named(String name, Section section) {}

  private static List<Named> named(Section in, String key) {
    List<Named> all = new ArrayList<>();
    in.section(key)
        .ifPresent(
            s -> {
              for (String name : s.names()) {
                s.section(name)
                    .ifPresentOrElse(
                        own -> all.add(new Named(name, own)),
                        () -> s.wrong(name, "`" + name + "` has no settings", "write them below"));
              }
            });
    return all;
  }

  private @Nullable String publicUrl() {
    Optional<String> text = section.text("public-url");
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create(text.get());
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getQuery() == null) {
        return text.get().replaceFirst("/+$", "");
      }
    } catch (IllegalArgumentException e) {
      // falls through: the same advice helps
    }
    section.wrong(
        "public-url",
        "`" + text.get() + "` is no address of a page",
        "write where readers open the board: `https://board.example.com`");
    return null;
  }

  static Optional<Duration> duration(Section in, String key) {
    Optional<String> text = in.text(key);
    Optional<Duration> parsed = text.flatMap(Durations::parse);
    if (text.isPresent() && parsed.isEmpty()) {
      in.wrong(
          key,
          "`" + text.get() + "` is no duration",
          "write a number with ms, s, min, h or d: `5min`");
    }
    return parsed;
  }
}
