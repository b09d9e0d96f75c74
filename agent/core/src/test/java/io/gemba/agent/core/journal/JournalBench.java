package io.gemba.agent.core.journal;

import io.gemba.agent.core.config.JournalConfig;
import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Rate, CPU and bytes physically written of the journal. Run by hand with a folder on the disk in
 * question; results go to benchmarks.md.
 */
final class JournalBench {
  private static final DeviceRef PRESS = new DeviceRef("press1", "molding/l3/press1");

  private JournalBench() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    if (args.length > 1) {
      for (boolean uplink : new boolean[] {true, false}) {
        append(folder, Integer.parseInt(args[1]), Integer.parseInt(args[2]), uplink);
      }
      return;
    }
    inbox();
    for (int perCommit : new int[] {250, 1_000, 10_000}) {
      for (int pageSize : new int[] {512, 1_024, 4_096}) {
        for (boolean uplink : new boolean[] {true, false}) {
          append(folder, perCommit, pageSize, uplink);
        }
      }
    }
    drain(folder);
  }

  private static Journal open(Path folder, int pageSize) throws Exception {
    Path directory = Files.createTempDirectory(folder, "journal");
    return Journal.open(
        new JournalConfig(
            directory, Duration.ofMillis(250), 4L << 30, Duration.ofDays(30), WhenFull.DROP_OLDEST),
        InstantSource.system(),
        new Tuning(pageSize, Tuning.DEFAULT.checkpointBytes()));
  }

  private static void append(Path folder, int perCommit, int pageSize, boolean uplink)
      throws Exception {
    int commits = Integer.getInteger("commits", Math.min(2_000, 4_000_000 / perCommit));
    try (Journal journal = open(folder, pageSize)) {
      Outbox hq = journal.outbox("hq");
      List<List<Sample>> batches = batches(perCommit);
      run(journal, hq, batches, commits / 4, uplink);
      flushAll(folder);
      long written = writtenBytes();
      long device = deviceBytes();
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      long start = System.nanoTime();
      run(journal, hq, batches, commits, uplink);
      double seconds = (System.nanoTime() - start) / 1e9;
      double samples = (double) commits * perCommit;
      System.out.printf(
          "| %,d | %,d | %s | %,.0f | %,.0f | %.2f | %.1f | %.1f | %.1f | %.2f |%n",
          perCommit,
          pageSize,
          uplink ? "keeps up" : "away",
          commits / seconds,
          samples / seconds,
          (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e3 / samples,
          (writtenBytes() - written) / samples,
          (writtenBytes() - written) / 1024.0 / commits,
          (deviceBytes() - device) / samples,
          journal.status().bytesUsed() / (samples * 1.25));
    }
  }

  private static List<List<Sample>> batches(int perCommit) {
    Plant plant = new Plant(1_000);
    List<List<Sample>> batches = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      List<Sample> batch = new ArrayList<>();
      for (int left = perCommit; left > 0; left -= 1_000) {
        plant.scan(batch, perCommit < 1_000 ? i % 4 * perCommit : 0, Math.min(1_000, left));
        plant.pass(perCommit < 1_000 ? 250 : 1_000);
      }
      batches.add(batch);
    }
    return batches;
  }

  private static void run(
      Journal journal, Outbox hq, List<List<Sample>> batches, int commits, boolean uplink)
      throws Exception {
    for (int i = 0; i < commits; i++) {
      journal.append(
          List.of(new DeviceSamples(PRESS, batches.get(i % batches.size()))), List.of(), true);
      if (uplink) {
        release(hq);
      }
    }
  }

  private static long release(Outbox hq) throws JournalException {
    long count = 0;
    long head = hq.head();
    for (Entry entry = hq.next(0, head); entry != null; entry = hq.next(entry.id(), head)) {
      count += entry instanceof Entry.Block block ? block.samples().size() : 0;
      hq.release(entry.id());
    }
    return count;
  }

  private static void drain(Path folder) throws Exception {
    try (Journal journal = open(folder, Tuning.DEFAULT.pageSize())) {
      Outbox hq = journal.outbox("hq");
      run(journal, hq, batches(10_000), 400, false);
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      long start = System.nanoTime();
      double count = release(hq);
      System.out.printf(
          "drain of %,.0f samples: %,.0f samples/s, %.2f µs CPU per sample%n",
          count,
          count / ((System.nanoTime() - start) / 1e9),
          (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e3 / count);
    }
  }

  /** Two threads hand in one sample at a time, a third drains. */
  private static void inbox() throws InterruptedException {
    for (int repeat = 0; repeat < 3; repeat++) {
      Inbox inbox = new Inbox(10_000_000, System::nanoTime);
      List<Sample> samples = new Plant(1_000).samples(1_000);
      AtomicLong cpu = new AtomicLong();
      List<Thread> threads = new ArrayList<>();
      for (int device = 0; device < 2; device++) {
        SampleSink sink = inbox.sinkFor(new DeviceRef("device" + device, "a/b/c"));
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int i = 0; i < 5_000_000; i++) {
                        sink.accept(samples.get(i % 1_000));
                      }
                      cpu.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
                    }));
      }
      long drained = 0;
      while (threads.stream().anyMatch(Thread::isAlive)) {
        Thread.sleep(10);
        for (DeviceSamples part : inbox.drain(false).samples()) {
          drained += part.samples().size();
        }
      }
      System.out.printf("inbox: %.0f ns CPU per sample, %,d drained%n", cpu.get() / 1e7, drained);
    }
  }

  /** What earlier runs left unwritten shall not count here. */
  private static void flushAll(Path folder) throws Exception {
    new ProcessBuilder("sync", "-f", folder.toString()).start().waitFor();
  }

  /** What reached the block device named by {@code -Ddevice=loop0}, everybody's writes. */
  private static long deviceBytes() throws IOException {
    String device = System.getProperty("device");
    if (device == null) {
      return 0;
    }
    String[] fields = Files.readString(Path.of("/sys/block", device, "stat")).strip().split("\\s+");
    return 512 * Long.parseLong(fields[6]);
  }

  private static long writtenBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/io"))) {
      if (line.startsWith("write_bytes:")) {
        return Long.parseLong(line.substring(12).strip());
      }
    }
    return 0;
  }
}
