package io.gemba.agent.app;

import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** One line a record, to standard error; libraries only when something is wrong. */
final class Logging {
  private static final Logger ROOT = Logger.getLogger("");

  /** Held on to, because java.util.logging forgets the level of a logger nobody holds. */
  private static final Logger OURS = Logger.getLogger("io.gemba");

  private Logging() {}

  static void setUp() {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$-7s %5$s%6$s%n");
    LogManager.getLogManager().reset();
    ConsoleHandler handler = new ConsoleHandler();
    handler.setFormatter(new SimpleFormatter());
    handler.setLevel(Level.ALL);
    ROOT.addHandler(handler);
    ROOT.setLevel(Level.WARNING);
    OURS.setLevel(Level.INFO);
  }
}
