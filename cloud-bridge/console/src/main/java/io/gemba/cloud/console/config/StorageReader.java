package io.gemba.cloud.console.config;

import io.gemba.cloud.console.config.StorageConfig.Database;
import io.gemba.cloud.console.config.StorageConfig.Retention;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads {@code database:} and {@code retention:}. */
final class StorageReader {
  private static final Set<String> DATABASE = Set.of("url", "password-file");
  private static final Set<String> RETENTION = Set.of("samples", "lines", "minutes", "hours");

  private final Section root;
  private final Path folder;

  StorageReader(Section root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /** {@code console} is null when the file has no such section. */
  StorageConfig read(@Nullable Section console) {
    Duration keep =
        console == null
            ? Retention.DEFAULT.samples()
            : duration(console, "keep", Retention.DEFAULT.samples());
    Optional<Section> section = root.section("retention").map(s -> s.allow(RETENTION));
    Retention defaults =
        Retention.samples(section.map(s -> duration(s, "samples", keep)).orElse(keep));
    Retention retention =
        section
            .map(
                s ->
                    new Retention(
                        defaults.samples(),
                        duration(s, "lines", defaults.lines()),
                        duration(s, "minutes", defaults.minutes()),
                        duration(s, "hours", defaults.hours())))
            .orElse(defaults);
    return new StorageConfig(database(), retention);
  }

  private @Nullable Database database() {
    if (root.value("database").isEmpty()) {
      return null;
    }
    if (root.value("database").get() instanceof ScalarNode) {
      return url(root, "database").map(u -> new Database(u, null)).orElse(null);
    }
    Section section = root.section("database").orElseThrow().allow(DATABASE);
    Path password =
        section.text("password-file").map(t -> folder.resolve(t).normalize()).orElse(null);
    if (password != null && !Files.isReadable(password)) {
      section.wrong(
          "password-file",
          password + " is missing or not readable",
          "make the file, or give this user the right to read it");
    }
    return url(section, "url").map(u -> new Database(u, password)).orElse(null);
  }

  private static Optional<URI> url(Section section, String key) {
    String text = section.text(key).orElse("");
    try {
      URI uri = URI.create(text);
      String user = uri.getUserInfo();
      boolean named = uri.getPath() != null && uri.getPath().length() > 1;
      if ("postgresql".equals(uri.getScheme())
          && uri.getHost() != null
          && named
          && (user == null || !user.contains(":"))) {
        return Optional.of(uri);
      }
    } catch (IllegalArgumentException e) {
      // falls through: the same advice helps
    }
    section.wrong(
        key,
        "`" + text.replaceAll(":[^:/@]*@", ":…@") + "` is no database address",
        "write `database: { url: \"postgresql://USER@HOST:5432/NAME\", password-file: FILE }`,"
            + " without a password; SQLite needs no `database`");
    return Optional.empty();
  }

  private static Duration duration(Section section, String key, Duration otherwise) {
    Optional<String> text = section.text(key);
    Optional<Duration> parsed = text.flatMap(Durations::parse).filter(Duration::isPositive);
    if (text.isPresent() && parsed.isEmpty()) {
      section.wrong(
          key,
          "`" + text.get() + "` is no duration",
          "write a number with ms, s, min, h or d: `400d`");
    }
    return parsed.orElse(otherwise);
  }
}
