package io.gemba.hal.gpio;

import static io.gemba.hal.gpio.BedGuest.PATIENCE;
import static io.gemba.hal.gpio.BedGuest.counter;
import static io.gemba.hal.gpio.BedGuest.start;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterRun;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Rate, loss, processor time and latency, with gpiomon's count beside them: for benchmarks.md. The
 * properties {@code bed.pulses} and {@code bed.halves} (microseconds, 0 = as fast as it goes) say
 * how much.
 */
final class BedFigures {
  private static final int PULSES = Integer.getInteger("bed.pulses", 2_000);
  private static final int PRESSES = 100;

  private BedFigures() {}

  static void take(BedGuest bed) throws Exception {
    for (String word : System.getProperty("bed.halves", "200,0").split(",", -1)) {
      int half = Integer.parseInt(word);
      counting(bed, half);
      witness(bed, half);
    }
    BedEdges.take(bed);
    latency(bed);
    idle(bed);
  }

  /** What eight inputs cost that nothing happens on. */
  private static void idle(BedGuest bed) throws Exception {
    Map<String, Object> lamps = new HashMap<>();
    for (int line = 2; line < 10; line++) {
      lamps.put("lamp" + line, Map.of("line", line));
    }
    try (AdapterRun run = start(lamps)) {
      long cpu = cpuNanos();
      Thread.sleep(3_000);
      cpu = cpuNanos() - cpu;
      bed.figure("eight idle inputs: %.2f %% of the processor".formatted(cpu / 30e6));
      assertThat(run.hasEnded()).isFalse();
    }
  }

  private static void counting(BedGuest bed, int half) throws Exception {
    try (AdapterRun run = start(Map.of("parts", counter(17)))) {
      long cpu = cpuNanos();
      Map<String, Long> did = bed.drive(17, PULSES, half);
      run.context()
          .awaitSample("parts", sample -> sample.value().equals(Value.of(PULSES)), PATIENCE);
      cpu = cpuNanos() - cpu;
      long lost = run.context().losses().stream().mapToLong(Loss::count).sum();
      bed.figure(
          "gemba half-us %d: %d pulses/s, counted %d of %d, of those %d lost by the kernel and corrected, cpu %d us/pulse"
              .formatted(half, rate(did), PULSES, PULSES, lost, cpu / 1_000 / PULSES));
    }
  }

  private static long rate(Map<String, Long> did) {
    return did.get("pulses") * 1_000 / Math.max(1, did.get("ms"));
  }

  /** What this process used so far. */
  static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** gpiomon counts the same drive on the same line, when nobody else has it. */
  private static void witness(BedGuest bed, int half) throws Exception {
    Path seen = Files.createTempFile("gpiomon", ".txt");
    Process gpiomon = BedGuest.gpiomon(17, seen);
    Thread.sleep(500); // it does not say when it is ready
    Map<String, Long> did = bed.drive(17, PULSES, half);
    Thread.sleep(500);
    gpiomon.destroy();
    gpiomon.waitFor();
    long count = Files.readString(seen, StandardCharsets.US_ASCII).lines().count();
    bed.figure(
        "gpiomon half-us %d: %d pulses/s, counted %d of %d"
            .formatted(half, rate(did), count, PULSES));
  }

  /** From the kernel's time stamp to the hand of the host. */
  private static void latency(BedGuest bed) throws Exception {
    try (AdapterRun run = start(Map.of("lamp", Map.of("line", 17)))) {
      long[] micros = new long[PRESSES];
      boolean on = false;
      for (int press = 0; press < PRESSES; press++) {
        on = !on;
        int before = run.context().samples("lamp").size();
        BedGuest.pull(17, on);
        while (run.context().samples("lamp").size() == before) {
          Thread.onSpinWait();
          Thread.yield();
        }
        Instant seen = Instant.now();
        Instant source = run.context().samples("lamp").getLast().sourceTime();
        micros[press] = Duration.between(source, seen).toNanos() / 1_000;
      }
      Arrays.sort(micros);
      bed.figure(
          "edge to sink: median %d us, p99 %d us"
              .formatted(micros[PRESSES / 2], micros[PRESSES * 99 / 100]));
      assertThat(run.context().losses()).isEmpty();
    }
  }
}
