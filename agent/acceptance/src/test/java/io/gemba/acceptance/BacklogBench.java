package io.gemba.acceptance;

import com.sun.management.OperatingSystemMXBean;
import io.gemba.agent.core.journal.JournalException;
import io.gemba.cloud.spi.Batch;
import io.gemba.cloud.spi.Delivery;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.cloud.spi.Session;
import io.gemba.cloud.spi.Uplink;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What a long outage costs afterwards: a journal full of backlog, a mosquitto that comes back, live
 * samples meanwhile. Not a test: run it by hand, see benchmarks.md. Arguments: folder, millions of
 * samples of backlog, live samples per second (0 = none), samples per commit of the backlog. The
 * figures hold for the agent only with its own Java options: install/gemba has them.
 */
public final class BacklogBench {
  private static final int POINTS = 1_000;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final AtomicLong connectedAt = new AtomicLong();
  private final AtomicLong firstLiveAcknowledgedAt = new AtomicLong();
  private final AtomicLong firstLiveSentAt = new AtomicLong();
  private final AtomicLong drained = new AtomicLong();
  private final ConcurrentLinkedQueue<Long> liveLatencies = new ConcurrentLinkedQueue<>();
  private final Random random = new Random(3);
  private final double[] level = new double[POINTS];
  private int next;

  private BacklogBench() {}

  /** The four arguments of the class, as words or as one text. */
  public static void main(String[] args) throws Exception {
    String[] words = String.join(" ", args).strip().split(" +");
    Path folder = Files.createTempDirectory(Path.of(words[0]), "backlog");
    new BacklogBench()
        .run(
            folder,
            Long.parseLong(words[1]) * 1_000_000,
            Integer.parseInt(words[2]),
            Integer.parseInt(words[3]));
  }

  private void run(Path folder, long backlog, int livePerSecond, int perCommit) throws Exception {
    long opening = System.nanoTime();
    try (Mosquitto broker = new Mosquitto(folder)) {
      try (JournalToBroker line = new JournalToBroker(folder, broker.url())) {
        fill(line, backlog, perCommit);
      }
      long rssFilled = rss();
      opening = System.nanoTime();
      try (JournalToBroker line = new JournalToBroker(folder, broker.url())) {
        long opened = System.nanoTime();
        line.journal.status();
        say("open %.0f ms, status %.1f ms", ms(opened - opening), ms(System.nanoTime() - opened));
        drain(line, backlog, livePerSecond);
        say(
            "RSS: %d MB after filling, %d MB after the drain, peak %d MB",
            rssFilled, rss(), peak());
      }
    }
  }

  private void fill(JournalToBroker line, long backlog, int perCommit) throws JournalException {
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    long making = 0;
    for (long left = backlog; left > 0; left -= perCommit) {
      long before = System.nanoTime();
      List<Sample> samples = readings(perCommit, Instant.now());
      making += System.nanoTime() - before;
      line.append(samples);
    }
    double seconds = (System.nanoTime() - start - making) / 1e9;
    say(
        "append: %,d samples in commits of %,d, %,.0f samples/s, %.2f us of CPU each (with making"
            + " them), %.2f bytes each on disk",
        backlog,
        perCommit,
        backlog / seconds,
        (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / backlog,
        (double) line.journal.status().bytesUsed() / backlog);
  }

  private void drain(JournalToBroker line, long backlog, int livePerSecond) throws Exception {
    Thread live = Thread.ofPlatform().daemon().unstarted(() -> live(line, livePerSecond));
    long cpu = SYSTEM.getProcessCpuTime();
    if (livePerSecond > 0) {
      live.start();
    }
    line.start(Tapped::new);
    long waited = 0;
    long most = 0;
    while (drained.get() < backlog) {
      LockSupport.parkNanos(5_000_000);
      if (++waited % 200 == 0) {
        most = Math.max(most, rss());
      }
    }
    long took = System.nanoTime() - connectedAt.get();
    double micros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3;
    live.interrupt();
    live.join();
    double alive = livePerSecond * (took / 1e9);
    say(
        "drain: %,d samples in %.1f s, %,.0f samples/s to PUBACK, %.2f us of CPU per sample sent,"
            + " RSS meanwhile at most %d MB",
        backlog, took / 1e9, backlog / (took / 1e9), micros / (backlog + alive), most);
    if (livePerSecond > 0) {
      List<Long> sorted = liveLatencies.stream().sorted().toList();
      say(
          "live %,d/s meanwhile: first sent %.0f ms and acknowledged %.0f ms after the connection;"
              + " source to PUBACK p50 %d ms, p99 %d ms, worst %d ms; drain is %.0f times the live"
              + " rate",
          livePerSecond,
          ms(firstLiveSentAt.get() - connectedAt.get()),
          ms(firstLiveAcknowledgedAt.get() - connectedAt.get()),
          sorted.get(sorted.size() / 2),
          sorted.get(sorted.size() * 99 / 100),
          sorted.getLast(),
          backlog / (took / 1e9) / livePerSecond);
    }
  }

  /** Commits every 250 ms, as the agent does. */
  private void live(JournalToBroker line, int perSecond) {
    try {
      long due = System.nanoTime();
      while (!Thread.interrupted()) {
        due += 250_000_000;
        LockSupport.parkNanos(due - System.nanoTime());
        line.append(readings(perSecond / 4, Instant.now()));
      }
    } catch (JournalException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Decimals that drift, counters and truth values: what machines send. */
  private List<Sample> readings(int count, Instant time) {
    List<Sample> samples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int point = next++ % POINTS;
      level[point] += random.nextInt(5) - 2;
      Value value =
          switch (point % 20) {
            case 0, 1, 2 -> Value.of((long) next / POINTS);
            case 3, 4, 5 -> Value.of(level[point] > 0);
            default -> Value.of(Math.round(600 + level[point]) / 10.0);
          };
      samples.add(
          Sample.good("point-" + point, value, time.minusMillis(250L * (count - i) / count)));
    }
    return samples;
  }

  /** Looks at what passes. */
  private final class Tapped implements Uplink {
    private final Uplink uplink;

    Tapped(Uplink uplink) {
      this.uplink = uplink;
    }

    @Override
    public Session connect(GatewayStatus birth) throws IOException, InterruptedException {
      Session session = uplink.connect(birth);
      connectedAt.compareAndSet(0, System.nanoTime());
      return new Session() {
        @Override
        public int window() {
          return session.window();
        }

        @Override
        public CompletableFuture<Delivery> send(Outgoing message) {
          CompletableFuture<Delivery> answer = session.send(message);
          if (!(message instanceof Batch batch)) {
            return answer;
          }
          if (!batch.backlog()) {
            firstLiveSentAt.compareAndSet(0, System.nanoTime());
          }
          return answer.thenApply(delivery -> answered(batch, delivery));
        }

        @Override
        public CompletableFuture<String> ended() {
          return session.ended();
        }

        @Override
        public void close() {
          session.close();
        }
      };
    }

    private Delivery answered(Batch batch, Delivery delivery) {
      if (!(delivery instanceof Delivery.Accepted)) {
        say("not accepted: %s", delivery);
      } else if (batch.backlog()) {
        drained.addAndGet(batch.samples().size());
      } else {
        firstLiveAcknowledgedAt.compareAndSet(0, System.nanoTime());
        long now = System.currentTimeMillis();
        liveLatencies.add(now - batch.samples().getFirst().sourceTime().toEpochMilli());
        liveLatencies.add(now - batch.samples().getLast().sourceTime().toEpochMilli());
      }
      return delivery;
    }
  }

  private static double ms(long nanos) {
    return nanos / 1e6;
  }

  private static long rss() {
    return kilobytes("VmRSS:") / 1024;
  }

  private static long peak() {
    return kilobytes("VmHWM:") / 1024;
  }

  private static long kilobytes(String name) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith(name)) {
          return Long.parseLong(line.substring(name.length()).replace("kB", "").strip());
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
