package io.gemba.demo;

import java.io.IOException;
import java.nio.file.Path;

/** The command {@code install/demo}. Exit codes: 0 lines were live, 1 they were not, 2 usage. */
public final class DemoMain {
  private static final String USAGE =
      """
      Usage: install/demo [--for DURATION] [--port N]
        --for 30s   stop by itself; exit 0 only if the lines were live all the while
        --port N    serve the line board on this port instead of 8080
      Runs a virtual plant, an MQTT broker, the agent and the line board on this machine.
      """;

  private DemoMain() {}

  /** Runs until told to stop. */
  public static void main(String[] args) throws InterruptedException {
    // By name, because the broker's jar brings a logback.xml of its own, which is full of words.
    System.setProperty("logback.configurationFile", "gemba-demo-logback.xml");
    System.exit(run(args));
  }

  private static int run(String... args) throws InterruptedException {
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("demo: " + e.getMessage());
      System.err.print(USAGE);
      return 2;
    }
    if (options.help()) {
      System.out.print(USAGE);
      return 0;
    }
    if (!Ports.isFree(options.port())) {
      System.err.println(
          "demo: port "
              + options.port()
              + " is taken by another program: install/demo --port "
              + (options.port() == 65535 ? 8081 : options.port() + 1));
      return 2;
    }
    try (Demo demo = new Demo(options, Path.of(System.getProperty("gemba.launcher", "gemba")))) {
      return demo.run();
    } catch (IOException e) {
      System.err.println("demo: " + e.getMessage());
      return 1;
    }
  }
}
