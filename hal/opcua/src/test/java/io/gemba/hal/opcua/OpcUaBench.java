package io.gemba.hal.opcua;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/**
 * What a sample costs in the adapter and in a bare loop of Milo's own client, with the same
 * requests and nothing done with the values, one after the other in the same process; the server
 * has one of its own. Run by hand: POINTS ROUNDS [ENDPOINT bare|adapter]; results go to
 * benchmarks.md. Browsing comes first, see {@link BrowseBench}.
 */
final class OpcUaBench {
  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final Duration WINDOW = Duration.ofSeconds(20);
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final double MEGABYTE = 1024 * 1024;

  private final Path state;
  private final int points;
  private final int rounds;
  private final List<Double> bare = new ArrayList<>();
  private final List<Double> adapter = new ArrayList<>();

  private OpcUaBench(Path state, int points, int rounds) {
    this.state = state;
    this.points = points;
    this.rounds = rounds;
  }

  public static void main(String[] args) throws Exception {
    Path state = Files.createTempDirectory("bench");
    OpcUaBench bench = new OpcUaBench(state, Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    if (args.length > 2) {
      bench.one(args[2], args[3].equals("adapter"));
    } else {
      bench.compare();
    }
    System.exit(0); // Milo's shared threads would stay
  }

  /** Only one of the two, for a machine so busy that they must run at the same time to compare. */
  private void one(String endpoint, boolean ours) throws Exception {
    for (int round = 0; round < rounds; round++) {
      double each = ours ? adapter(endpoint) : bareLoop(endpoint);
      System.out.printf("%s %.2f%n", ours ? "adapter" : "bare", each);
    }
  }

  private void compare() throws Exception {
    Process server = BenchServer.start(points);
    try {
      BufferedReader output = server.inputReader();
      String endpoint = output.readLine();
      new BrowseBench(endpoint).compare(state);
      for (int round = 0; round < rounds; round++) {
        bare.add(bareLoop(endpoint));
        adapter.add(adapter(endpoint));
      }
      System.out.printf(
          "%,d points: bare %s, adapter %s µs of CPU a sample; mean to mean %+.0f %%%n",
          points, bare, adapter, 100 * (mean(adapter) / mean(bare) - 1));
    } finally {
      server.destroyForcibly();
    }
  }

  private static double mean(List<Double> figures) {
    return figures.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private double adapter(String endpoint) throws Exception {
    FirstOnes first = new FirstOnes(points);
    CountingContext context = new CountingContext(state, first);
    TestDevice device =
        new TestDevice(endpoint)
            .with("publishing-interval", "1s")
            .with("keep-alive", "4s")
            .with("request-timeout", "60s")
            .with("keep-subscription", "0s");
    for (int i = 0; i < points; i++) {
      device.point("p" + i, Map.of("sampling-interval", sampling() + "ms", "queue", 10));
    }
    OpcUaAdapter made = device.adapter();
    double empty = heap();
    long begun = System.nanoTime();
    long cpu = MACHINE.getProcessCpuTime();
    Thread thread = Thread.ofPlatform().start(() -> run(made, context));
    try {
      return measure("adapter", context.count, first, begun, cpu, empty);
    } finally {
      thread.interrupt();
      thread.join();
    }
  }

  /** So that about 50,000 values come in a second, however many points there are. */
  private long sampling() {
    return Math.max(100, points / 50);
  }

  private static void run(OpcUaAdapter adapter, CountingContext context) {
    try {
      adapter.run(context);
    } catch (IOException e) {
      System.out.println("the adapter ended: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private double bareLoop(String endpoint) throws Exception {
    LongAdder count = new LongAdder();
    FirstOnes first = new FirstOnes(points);
    double empty = heap();
    long begun = System.nanoTime();
    long cpu = MACHINE.getProcessCpuTime();
    OpcUaClient client = OpcUaClient.create(endpoint);
    client.connect();
    try {
      OpcUaSubscription subscription = new OpcUaSubscription(client, 1_000.0);
      subscription.setMaxMonitoredItemsPerCall(Unsigned.uint(TestLimits.ROOMY.itemsPerCall()));
      subscription.setSubscriptionListener(new Counter(count, first));
      subscription.create();
      List<OpcUaMonitoredItem> items = new ArrayList<>();
      for (int i = 0; i < points; i++) {
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(new NodeId(2, "p" + i));
        item.setSamplingInterval(sampling());
        item.setQueueSize(Unsigned.uint(10));
        items.add(item);
      }
      subscription.addMonitoredItems(items);
      subscription.createMonitoredItems();
      return measure("bare   ", count, first, begun, cpu, empty);
    } finally {
      client.disconnect();
    }
  }

  /** Counts and does nothing else. */
  private record Counter(LongAdder count, FirstOnes first)
      implements OpcUaSubscription.SubscriptionListener {
    @Override
    public void onDataReceived(
        OpcUaSubscription subscription, List<OpcUaMonitoredItem> items, List<DataValue> values) {
      count.add(values.size());
      if (!first.areAll()) {
        items.forEach(item -> first.saw(item.getClientHandle()));
      }
    }
  }

  private double measure(
      String what, LongAdder count, FirstOnes first, long begun, long cpuBegun, double emptyHeap)
      throws InterruptedException {
    while (!first.areAll()) {
      Thread.sleep(20);
      if (System.nanoTime() - begun > Duration.ofMinutes(8).toNanos()) {
        throw new AssertionError(what + ": only " + first.size() + " first values");
      }
    }
    double subscribed = (System.nanoTime() - begun) / 1e9;
    double cpuSubscribed = (MACHINE.getProcessCpuTime() - cpuBegun) / 1e9;
    Thread.sleep(WARM_UP);
    long cpu = MACHINE.getProcessCpuTime();
    long from = count.sum();
    Thread.sleep(WINDOW);
    long samples = count.sum() - from;
    double each = (MACHINE.getProcessCpuTime() - cpu) / 1e3 / samples;
    System.out.printf(
        "%s: first values after %.1f s (%.1f s of CPU), %,.0f samples/s, %.2f µs of CPU a sample,"
            + " heap %.1f MB%n",
        what,
        subscribed,
        cpuSubscribed,
        samples / (double) WINDOW.toSeconds(),
        each,
        heap() - emptyHeap);
    return Math.round(each * 100) / 100.0;
  }

  private static double heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
  }
}
