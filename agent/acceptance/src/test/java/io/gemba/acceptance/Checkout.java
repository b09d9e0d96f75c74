package io.gemba.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in this checkout, and free ports. */
final class Checkout {
  private Checkout() {}

  /** The folder with pom.xml, install/ and README.md. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("install/gemba"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("not inside a checkout of Gemba");
      }
    }
    return folder;
  }

  /** The launcher that users run. */
  static Path launcher() {
    return root().resolve("install/gemba");
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
