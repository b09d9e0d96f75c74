package io.gemba.agent.app;

import java.nio.file.Path;
import java.util.Objects;

/** Where this agent is installed, as its launcher says. */
final class Home {
  private Home() {}

  /**
   * The folder of the adapters: system property {@code gemba.adapters}, else {@code
   * <gemba.home>/adapters}.
   */
  static Path adapters() {
    String explicit = System.getProperty("gemba.adapters");
    return explicit != null
        ? Path.of(explicit)
        : Path.of(Objects.requireNonNullElse(System.getProperty("gemba.home"), "."), "adapters");
  }

  /** The agent's version, as its jar says. */
  static String version() {
    return Objects.requireNonNullElse(
        Home.class.getPackage().getImplementationVersion(), "development");
  }
}
