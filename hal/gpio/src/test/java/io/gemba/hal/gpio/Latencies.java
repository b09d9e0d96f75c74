package io.gemba.hal.gpio;

import java.util.Arrays;

/** Latencies in microseconds, as many as there are. Safe for use from any thread. */
final class Latencies {
  private long[] micros = new long[1_024];
  private int count;

  synchronized void add(long latency) {
    if (count == micros.length) {
      micros = Arrays.copyOf(micros, 2 * count);
    }
    micros[count++] = latency;
  }

  /** Median, 99th percentile, the longest, and of how many, in words. */
  @Override
  public synchronized String toString() {
    long[] sorted = Arrays.copyOf(micros, count);
    Arrays.sort(sorted);
    return count == 0
        ? "none"
        : "p50 %d us, p99 %d us, max %d us (%d samples)"
            .formatted(
                sorted[count / 2], sorted[(int) (count * 99L / 100)], sorted[count - 1], count);
  }
}
