package io.gemba.cloud.mqtt;

import com.sun.management.OperatingSystemMXBean;
import io.gemba.cloud.spi.Batch;
import io.gemba.cloud.spi.Delivery;
import io.gemba.cloud.spi.Session;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * How fast ready samples reach a real mosquitto and are acknowledged, and what that costs this
 * process. Not a test: run it by hand, see benchmarks.md.
 */
final class DrainBench {
  private DrainBench() {}

  /** Prints a line per size of batch. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("drain");
    try (Mosquitto broker =
        new Mosquitto(folder, "allow_anonymous true", "max_inflight_messages 100")) {
      for (int samples : new int[] {1000, 1, 10, 100, 1000, 2500}) {
        drain(broker.port(), samples, false);
      }
      drain(broker.port(), 2500, true);
    }
  }

  private static void drain(int port, int samples, boolean deflate) throws Exception {
    List<Sample> list = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      double value = Math.round(6000 + 100 * Math.sin(i)) / 100.0;
      list.add(Sample.good("point-" + i % 1000, Value.of(value), Given.NOW.plusMillis(i)));
    }
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (Session session =
        Given.uplink(
                port,
                o -> {
                  o.deflate = deflate;
                  o.maxPacket = 1 << 20;
                })
            .connect(Given.BIRTH)) {
      Queue<CompletableFuture<Delivery>> window = new ArrayDeque<>();
      long messages = 0;
      long cpu = system.getProcessCpuTime();
      long start = System.nanoTime();
      while (System.nanoTime() - start < 5_000_000_000L) {
        if (window.size() == session.window()) {
          require(window.remove());
        }
        Batch batch = new Batch(Given.PRESS, "5f1c", messages * samples, list, true, true);
        window.add(session.send(batch));
        messages++;
      }
      while (!window.isEmpty()) {
        require(window.remove());
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double micros = (system.getProcessCpuTime() - cpu) / 1e3;
      System.out.printf(
          "%5d samples/message%s: %9.0f samples/s acknowledged, %7.0f messages/s, %.3f us of CPU per"
              + " sample%n",
          samples,
          deflate ? ", deflated" : "",
          messages * samples / seconds,
          messages / seconds,
          micros / (messages * samples));
    }
  }

  private static void require(CompletableFuture<Delivery> answer) {
    if (!(answer.join() instanceof Delivery.Accepted)) {
      throw new IllegalStateException(answer.join().toString());
    }
  }
}
