package io.gemba.agent.core.journal;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Slowly varying readings as a machine gives them: 70 % decimals, 15 % counters, 15 % truth values;
 * ±3 ms of jitter.
 */
final class Plant {
  private final Random random = new Random(42);
  private final double[] values;
  private final long[] counters;
  private final String[] names;
  private long millis = 1_795_415_519_800L;

  Plant(int points) {
    values = new double[points];
    counters = new long[points];
    names = new String[points];
    for (int i = 0; i < points; i++) {
      values[i] = random.nextInt(20, 2_000) / 10.0;
      counters[i] = random.nextInt(1_000_000);
      names[i] = "station-" + i / 20 + "/sensor-" + i;
    }
  }

  /** One scan: a reading of each of {@code count} points from {@code first} on. */
  void scan(List<Sample> into, int first, int count) {
    for (int i = first; i < first + count; i++) {
      Instant time = Instant.ofEpochMilli(millis + random.nextInt(-3, 4));
      into.add(Sample.good(names[i], value(i), time));
    }
  }

  private Value value(int i) {
    if (i % 20 < 14) {
      if (random.nextInt(3) == 0) {
        values[i] = Math.round((values[i] + random.nextGaussian() * 0.2) * 10) / 10.0;
      }
      return Value.of(values[i]);
    }
    return i % 20 < 17
        ? Value.of(counters[i] += random.nextInt(2))
        : Value.of(random.nextInt(50) == 0);
  }

  void pass(long time) {
    millis += time;
  }

  /** So many samples: whole scans of all points, a second apart. */
  List<Sample> samples(int count) {
    List<Sample> samples = new ArrayList<>(count);
    while (samples.size() < count) {
      scan(samples, 0, Math.min(names.length, count - samples.size()));
      pass(1_000);
    }
    return samples;
  }
}
