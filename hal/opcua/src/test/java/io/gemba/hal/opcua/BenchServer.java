package io.gemba.hal.opcua;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** A server in a process of its own, whose values change all the time: for the bench. */
final class BenchServer {
  /** So many values change in a second, at most: the machine has to make them, too. */
  private static final int PER_SECOND = 50_000;

  private static final int STEPS = 20;

  private BenchServer() {}

  static Process start(int points) throws IOException {
    String path = System.getProperty("java.class.path");
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1500m",
            "-cp",
            path,
            BenchServer.class.getName(),
            String.valueOf(points))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public static void main(String[] args) throws Exception {
    int points = Integer.parseInt(args[0]);
    TestServer server = new TestServer(TestServer.Options.OPEN).limits(TestLimits.ROOMY);
    for (int i = 0; i < points; i++) {
      server.show("p" + i, Variant.ofDouble(i));
    }
    server.start();
    System.out.println(server.endpoint());
    int next = 0;
    for (long step = 0; ; step++) {
      for (int i = 0; i < PER_SECOND / STEPS; i++) {
        server.show("p" + next, Variant.ofDouble(step + next), 0, Instant.now());
        next = (next + 1) % points;
      }
      Thread.sleep(1_000 / STEPS);
    }
  }
}
