package io.gemba.agent.core.journal;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bytes and nanoseconds per sample of the block format. Run by hand; results go to benchmarks.md.
 */
final class BlockCodecBench {
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  private BlockCodecBench() {}

  public static void main(String[] args) throws Exception {
    BlockCodecBench bench = new BlockCodecBench();
    bench.run("250 points x 1 (250 ms of 1,000 at 1 Hz)", new Plant(250).samples(250));
    bench.run("1,000 points x 1", new Plant(1_000).samples(1_000));
    bench.run("1,000 points x 2", new Plant(1_000).samples(2_000));
    bench.run("200 points x 10", new Plant(200).samples(2_000));
    bench.run("20 points x 100", new Plant(20).samples(2_000));
    bench.run("200 points x 10, full doubles", noise(2_000));
  }

  private static List<Sample> noise(int count) {
    List<Sample> samples = new ArrayList<>();
    for (Sample sample : new Plant(200).samples(count)) {
      double real = Math.sin(samples.size() * 0.01) * 50;
      samples.add(Sample.good(sample.point(), Value.of(real), sample.sourceTime()));
    }
    return samples;
  }

  private void run(String what, List<Sample> samples) throws Exception {
    try (BlockEncoder encoder = new BlockEncoder()) {
      byte[] block = {};
      long encode = Long.MAX_VALUE;
      long decode = Long.MAX_VALUE;
      int rounds = 400_000 / samples.size();
      long sum = 0;
      for (int repeat = 0; repeat < 12; repeat++) {
        long start = cpuNanos();
        for (int i = 0; i < rounds; i++) {
          block = encoder.encode(1, 1, true, samples, this::id);
          sum += block.length;
        }
        long middle = cpuNanos();
        for (int i = 0; i < rounds; i++) {
          sum += BlockDecoder.decode(block, names::get).samples().size();
        }
        encode = Math.min(encode, middle - start);
        decode = Math.min(decode, cpuNanos() - middle);
      }
      double count = (double) rounds * samples.size();
      System.out.printf(
          "| %s | %.2f | %.0f | %.0f | %s%n",
          what,
          (double) block.length / samples.size(),
          encode / count,
          decode / count,
          sum == 0 ? "?" : "|");
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private int id(String name) {
    Integer id = ids.get(name);
    if (id == null) {
      id = names.size();
      ids.put(name, id);
      names.add(name);
    }
    return id;
  }
}
