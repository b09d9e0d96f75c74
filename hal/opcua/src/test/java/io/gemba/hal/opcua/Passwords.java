package io.gemba.hal.opcua;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Password files for tests. */
final class Passwords {
  private Passwords() {}

  static Path right() {
    return file(TestServer.PASSWORD + "\n");
  }

  static Path wrong() {
    return file("wrong\n");
  }

  private static Path file(String content) {
    try {
      Path file = Files.createTempFile("password", "");
      file.toFile().deleteOnExit();
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
