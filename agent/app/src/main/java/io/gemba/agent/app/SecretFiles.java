package io.gemba.agent.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secrets that a configuration names, so that they can be looked for where they must not be.
 */
final class SecretFiles {
  private static final Pattern NAMED = Pattern.compile("-file:\\s*[\"']?([^\\s\"',}]+)");
  private static final int LARGEST = 64 * 1024;

  private SecretFiles() {}

  /** The lines of every file under a key {@code …-file}, as far as this user may read it. */
  static List<String> contents(Path config) throws IOException {
    List<String> secrets = new ArrayList<>();
    if (!Files.isReadable(config)) {
      return secrets;
    }
    Matcher named = NAMED.matcher(Files.readString(config));
    while (named.find()) {
      if (named.group(1).endsWith(".csv")) {
        continue; // a points file
      }
      Path file = config.toAbsolutePath().resolveSibling(named.group(1));
      if (Files.isRegularFile(file) && Files.isReadable(file) && Files.size(file) < LARGEST) {
        Files.readString(file, StandardCharsets.ISO_8859_1)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .forEach(secrets::add);
      }
    }
    return secrets;
  }
}
