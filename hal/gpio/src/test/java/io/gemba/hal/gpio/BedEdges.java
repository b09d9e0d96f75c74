package io.gemba.hal.gpio;

import static io.gemba.hal.gpio.BedGuest.PATIENCE;
import static io.gemba.hal.gpio.BedGuest.adapter;
import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Both edges of one line at a steady pace: how many of them are counted or named as lost, and how
 * old each is when the host has it; and the same of gpiomon, which has the line afterwards. The
 * properties {@code bed.edges}, {@code bed.edge-half} (microseconds at each level) and {@code
 * bed.witness} (edges for gpiomon) say how much.
 */
final class BedEdges {
  private static final int LINE = 17;
  private static final int EDGES = Integer.getInteger("bed.edges", 2_000);
  private static final int HALF = Integer.getInteger("bed.edge-half", 500);
  private static final int WITNESS = Integer.getInteger("bed.witness", Math.min(EDGES, 100_000));
  private static final Pattern STAMP = Pattern.compile("(\\d+)\\.(\\d{9})");

  private BedEdges() {}

  static void take(BedGuest bed) throws Exception {
    gemba(bed);
    gpiomon(bed);
  }

  private static void gemba(BedGuest bed) throws Exception {
    StopwatchContext host = new StopwatchContext(Files.createTempDirectory("state"));
    Map<String, Object> both =
        Map.of("line", LINE, "mode", "counter", "edge", "both", "report", "0ms");
    Adapter adapter = adapter(Map.of("edges", both));
    Thread run = Thread.ofPlatform().start(() -> run(adapter, host));
    try {
      Await.until("it has the chip", PATIENCE, host::isConnected);
      long cpu = BedFigures.cpuNanos();
      Map<String, Long> did = bed.drive(LINE, EDGES / 2, HALF);
      Value produced = Value.of(did.get("edges"));
      Await.until(
          () -> host.last() + ", not " + produced, PATIENCE, () -> produced.equals(host.last()));
      cpu = BedFigures.cpuNanos() - cpu;
      bed.figure(
          "edges gemba: produced %d at %d/s, counted %s, of those %d lost by the kernel, named and corrected, cpu %d us/edge"
              .formatted(
                  did.get("edges"), rate(did), host.last(), host.lost(), cpu / 1_000 / EDGES));
      bed.figure("edges gemba: edge to sink " + host.latencies());
    } finally {
      run.interrupt();
      run.join();
    }
  }

  private static void run(Adapter adapter, StopwatchContext host) {
    try {
      adapter.run(host);
    } catch (InterruptedException | IOException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static long rate(Map<String, Long> did) {
    return did.get("edges") * 1_000 / Math.max(1, did.get("ms"));
  }

  /** Its lines are read through a pipe by a thread that does nothing else. */
  private static void gpiomon(BedGuest bed) throws Exception {
    Process gpiomon =
        new ProcessBuilder(BedGuest.gpiomonBoth(LINE))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Latencies latencies = new Latencies();
    long[] counted = new long[1];
    Thread reader = Thread.ofPlatform().start(() -> counted[0] = read(gpiomon, latencies));
    Thread.sleep(500); // it does not say when it is ready
    Map<String, Long> did = bed.drive(LINE, WITNESS / 2, HALF);
    Thread.sleep(500);
    long cpu = cpuMicros(gpiomon);
    gpiomon.destroy();
    gpiomon.waitFor();
    reader.join();
    bed.figure(
        "edges gpiomon: produced %d at %d/s, counted %d, cpu %d us/edge"
            .formatted(did.get("edges"), rate(did), counted[0], cpu / WITNESS));
    bed.figure("edges gpiomon: edge to its reader " + latencies);
    assertThat(counted[0]).isPositive();
  }

  /** The stamps are of the clock that {@link System#nanoTime} reads. */
  private static long read(Process gpiomon, Latencies latencies) {
    long count = 0;
    try (BufferedReader told = gpiomon.inputReader()) {
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        long now = System.nanoTime();
        Matcher stamp = STAMP.matcher(line);
        if (stamp.find()) {
          long at =
              Long.parseLong(stamp.group(1)) * 1_000_000_000L + Long.parseLong(stamp.group(2));
          latencies.add((now - at) / 1_000);
          count++;
        }
      }
    } catch (IOException ended) {
      return count; // the pipe closes when it is told to end
    }
    return count;
  }

  /** What it used so far, user and kernel, in ticks of 10 ms. */
  private static long cpuMicros(Process process) throws IOException {
    String said = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    String[] words = said.substring(said.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(words[11]) + Long.parseLong(words[12])) * 10_000;
  }
}
