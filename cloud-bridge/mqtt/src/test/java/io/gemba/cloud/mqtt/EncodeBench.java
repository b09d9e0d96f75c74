package io.gemba.cloud.mqtt;

import io.gemba.cloud.spi.Batch;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * How long one sample takes to become JSON, on one thread. Not a test: run it by hand, see
 * benchmarks.md.
 */
final class EncodeBench {
  private static final int ROUNDS = 9;
  private static final long ROUND_NANOS = 1_000_000_000L;

  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private EncodeBench() {}

  /** Prints a line per kind of sample. */
  public static void main(String[] args) throws IOException {
    for (int samples : new int[] {10, 100, 1000}) {
      measure("mixed", mixed(samples), false);
    }
    measure(
        "slow analogue (double, 2 decimals)", of(1000, i -> Value.of(round(60 + noise(i)))), false);
    measure("full-precision double", of(1000, i -> Value.of(60 + noise(i))), false);
    measure("float", of(1000, i -> new Value.Real32((float) (60 + noise(i)))), false);
    measure("counter", of(1000, i -> Value.of(1_000_000L + i)), false);
    measure("text of 20", of(1000, i -> Value.of("Störung Heizzone " + i % 1000)), false);
    measure("mixed, deflated", mixed(1000), true);
  }

  private interface Source {
    Value value(int i);
  }

  private static double noise(int i) {
    return new Random(i).nextGaussian();
  }

  private static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }

  private static Batch mixed(int samples) {
    return of(
        samples,
        i ->
            switch (i % 5) {
              case 0 -> Value.of(1_000_000L + i);
              case 1 -> Value.of(i % 3 == 0);
              case 2 -> new Value.Real32((float) round(20 + noise(i)));
              default -> Value.of(round(60 + noise(i)));
            });
  }

  private static Batch of(int samples, Source source) {
    List<Sample> list = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      list.add(Sample.good("point-" + i % 1000, source.value(i), Given.NOW.plusMillis(i)));
    }
    return new Batch(Given.PRESS, "5f1c2d3e-0000-4000-8000-000000000000", 1, list, false, true);
  }

  private static void measure(String what, Batch batch, boolean deflate) throws IOException {
    JsonCodec codec = new JsonCodec(Given.GATEWAY, deflate);
    double[] nanos = new double[ROUNDS];
    long bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long messages = 0;
      bytes = 0;
      long start = CPU.getCurrentThreadCpuTime(); // the machine may be shared
      long now = start;
      while (now - start < ROUND_NANOS) {
        bytes += codec.encode(batch).payload().length;
        messages++;
        now = CPU.getCurrentThreadCpuTime();
      }
      nanos[round] = (now - start) / (double) (messages * batch.samples().size());
      bytes /= messages * batch.samples().size();
    }
    double[] warm = Arrays.copyOfRange(nanos, 3, ROUNDS);
    Arrays.sort(warm);
    System.out.printf(
        "%-36s x %4d: %6.1f ns/sample (%.1f to %.1f), %.2f M/s, %d bytes/sample%n",
        what,
        batch.samples().size(),
        warm[warm.length / 2],
        warm[0],
        warm[warm.length - 1],
        1000 / warm[warm.length / 2],
        bytes);
  }
}
