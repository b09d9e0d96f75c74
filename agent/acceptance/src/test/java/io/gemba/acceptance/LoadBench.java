package io.gemba.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * The end-to-end load bench, run by {@code install/bench}: simulated plant → packaged agent →
 * mosquitto → a subscriber that counts and times. Figures come from the kernel (/proc) and from the
 * samples' own source times; server, broker and subscriber share the machine with the agent, whose
 * CPU alone is counted.
 */
public final class LoadBench {
  private static final long TICKS_PER_SECOND = 100;

  private LoadBench() {}

  /** What a run is made of; one argument holds all four, or nothing for the usual loads. */
  private record Load(int points, int interval, int warmUp, int measured) {
    static Load of(String words) {
      String[] w = words.strip().split(" +");
      return new Load(
          Integer.parseInt(w[0]),
          Integer.parseInt(w[1]),
          Integer.parseInt(w[2]),
          Integer.parseInt(w[3]));
    }
  }

  private static final List<Load> USUAL =
      List.of(
          new Load(1_000, 1_000, 20, 40),
          new Load(1_000, 100, 20, 40),
          new Load(10_000, 1_000, 20, 40));

  /** Argument: points, interval in ms, warm-up in s, measured time in s; or nothing. */
  public static void main(String[] args) throws Exception {
    boolean usual = args.length == 0 || args[0].isBlank();
    System.out.println(
        "| date | load | samples/s | CPU µs/sample | CPU % of a core | p50 ms | p99 ms | RSS MB"
            + " | first sample s | bytes written/sample |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    for (Load load : usual ? USUAL : List.of(Load.of(args[0]))) {
      run(load.points, load.interval, load.warmUp, load.measured);
    }
  }

  private static void run(int points, int interval, int warmUp, int measured) throws Exception {
    Path folder = Files.createTempDirectory("gemba-bench");
    int opcPort = Checkout.freePort();
    try (Mosquitto broker = new Mosquitto(folder);
        Program plant =
            Program.start(
                folder.resolve("plant.log"),
                Map.of(),
                List.of(
                    Checkout.launcher().toString(),
                    "simulate",
                    "--port=" + opcPort,
                    "--points=" + points,
                    "--interval=" + interval + "ms"));
        Counting counting = new Counting(broker.url())) {
      plant.awaitOutput("Simulated plant:", Duration.ofSeconds(60));
      long started = System.nanoTime();
      try (GembaAgent agent =
          new GembaAgent(folder, yaml(opcPort, broker.url(), points, interval))) {
        Await.until("first sample", Duration.ofSeconds(60), () -> counting.samples.get() > 0);
        double firstSample = (System.nanoTime() - started) / 1e9;
        Thread.sleep(Duration.ofSeconds(warmUp));
        counting.reset();
        long cpu = cpuTicks(agent.pid());
        long written = writtenBytes(agent.pid());
        Instant from = Instant.now();
        Thread.sleep(Duration.ofSeconds(measured));
        double seconds = Duration.between(from, Instant.now()).toMillis() / 1000.0;
        long samples = counting.samples.get();
        double cpuMicros = (cpuTicks(agent.pid()) - cpu) * 1e6 / TICKS_PER_SECOND;
        long bytes = writtenBytes(agent.pid()) - written;
        long[] latencies = counting.latencies();
        System.out.printf(
            Locale.ROOT,
            "| %s | %,d × %d ms | %,.0f | %.1f | %.0f | %d | %d | %d | %.2f | %.1f |%n",
            Instant.now().toString().substring(0, 10),
            points,
            interval,
            samples / seconds,
            cpuMicros / samples,
            cpuMicros / 1e4 / seconds,
            latencies[latencies.length / 2],
            latencies[(int) (latencies.length * 0.99)],
            rssMegabytes(agent.pid()),
            firstSample,
            (double) bytes / samples);
        if (agent.stop() != 0) {
          System.out.println(agent.log());
        }
      }
    }
  }

  private static String yaml(int opcPort, String broker, int points, int interval) {
    String all =
        IntStream.rangeClosed(1, points)
            .mapToObj(
                i ->
                    "      t%d: { node: \"nsu=urn:gemba:simulator;s=Load.Tag%05d\" }"
                        .formatted(i, i))
            .collect(Collectors.joining("\n"));
    return """
        gateway: { enterprise: acme, site: bench, id: gw-01 }
        journal: { directory: journal }
        uplinks: { hq: { url: "%s" } }
        devices:
          load:
            adapter: opcua
            place: bench/l1/load
            endpoint: opc.tcp://127.0.0.1:%d/gemba
            security: none
            publishing-interval: %dms
            points:
        %s
        """
        .formatted(broker, opcPort, Math.min(interval, 250), all);
  }

  private static long cpuTicks(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private static long writtenBytes(long pid) throws IOException {
    return number(Path.of("/proc/" + pid + "/io"), "write_bytes:");
  }

  private static long rssMegabytes(long pid) throws IOException {
    return number(Path.of("/proc/" + pid + "/status"), "VmRSS:") / 1024;
  }

  private static long number(Path file, String key) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Counts without parsing JSON as trees, so that the subscriber stays cheap beside what is
   * measured.
   */
  private static final class Counting implements AutoCloseable {
    private static final int KEPT = 1 << 18;
    private final AtomicLong samples = new AtomicLong();
    private final long[] latency = new long[KEPT];
    private int next;
    private final MqttAsyncClient client;

    Counting(String url) throws Exception {
      client = new MqttAsyncClient(url.replace("mqtt", "tcp"), "bench", new MemoryPersistence());
      MqttConnectionOptions options = new MqttConnectionOptions();
      options.setReceiveMaximum(65_535);
      client.setCallback(new QuietCallback((topic, message) -> take(topic, message.getPayload())));
      client.connect(options).waitForCompletion(10_000);
      client.subscribe("gemba1/acme/bench/bench/l1/load/tag/#", 1).waitForCompletion(10_000);
    }

    private synchronized void take(String topic, byte[] payload) {
      long now = System.currentTimeMillis();
      for (int i = 0; i + 4 < payload.length; i++) {
        if (payload[i] == '"'
            && payload[i + 1] == 't'
            && payload[i + 2] == '"'
            && payload[i + 3] == ':') {
          samples.incrementAndGet();
          latency[next++ & KEPT - 1] = now - number(payload, i + 4);
        }
      }
    }

    private static long number(byte[] payload, int from) {
      long value = 0;
      for (int i = from; i < payload.length && payload[i] >= '0' && payload[i] <= '9'; i++) {
        value = value * 10 + payload[i] - '0';
      }
      return value;
    }

    synchronized void reset() {
      samples.set(0);
      next = 0;
    }

    synchronized long[] latencies() {
      long[] kept = Arrays.copyOf(latency, Math.min(next, KEPT));
      Arrays.sort(kept);
      return kept;
    }

    @Override
    public void close() throws MqttException {
      client.disconnectForcibly(100, 500, false);
      client.close(true);
    }
  }
}
