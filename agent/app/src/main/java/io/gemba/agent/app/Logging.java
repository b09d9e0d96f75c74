package io.gemba.agent.app;

import java.util.List;
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

  /**
   * What these say, our adapters say in words: Milo prints a stack trace for every reset
   * connection, Pi4J one line each for what a machine that is no Pi does not have.
   */
  private static final List<Logger> TALKATIVE =
      List.of(
          Logger.getLogger("org.eclipse.milo"),
          Logger.getLogger("io.netty"),
          Logger.getLogger("com.pi4j"));

  private Logging() {}

  static void setUp() {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tF %1$tT.%1$tL %4$-7s %5$s%6$s%n");
    LogManager.getLogManager().reset();
    ConsoleHandler handler = new ConsoleHandler();
    handler.setFormatter(new SimpleFormatter());
    handler.setLevel(Level.ALL);
    ROOT.addHandler(handler);
    ROOT.addHandler(new RecentLog(new SimpleFormatter()));
    ROOT.setLevel(Level.WARNING);
    OURS.setLevel(Level.INFO);
    TALKATIVE.forEach(logger -> logger.setLevel(Level.OFF));
  }
}
