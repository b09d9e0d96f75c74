package io.gemba.cloud.console.notify;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Reads secrets from their files; what goes wrong is told without their content. */
final class Secrets {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private Secrets() {}

  static String read(Path file) throws UndeliveredException {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw UndeliveredException.later("the file " + file + " is empty");
      }
      return text;
    } catch (IOException e) {
      throw UndeliveredException.later("the file " + file + " cannot be read");
    }
  }

  /** An address that may be called: TLS, unless it is on this machine. */
  static URI address(String text, String where) throws UndeliveredException {
    try {
      URI uri = URI.create(text);
      boolean plain = "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
      if (uri.getHost() != null && ("https".equals(uri.getScheme()) || plain)) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // falls through: the same advice helps, and the text may hold a token
    }
    throw UndeliveredException.later(where + " holds no https:// address");
  }
}
