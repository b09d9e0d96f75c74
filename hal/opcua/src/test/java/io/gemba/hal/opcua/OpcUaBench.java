package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a sample costs in the adapter and in a bare loop of Milo's own client, with the same
 * requests and nothing done with the values, one after the other in the same process; the server
 * has one of its own. {@code mvn -pl hal/opcua -am test -Dtest=OpcUaBench -Dgemba.bench=10000
 * -Dsurefire.failIfNoSpecifiedTests=false}. Results go to benchmarks.md.
 */
@EnabledIfSystemProperty(named = "gemba.bench", matches = "\\d+")
class OpcUaBench {
  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final Duration WINDOW = Duration.ofSeconds(20);
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final double MEGABYTE = 1024 * 1024;

  @TempDir private Path state;
  private final int points = Integer.getInteger("gemba.bench");
  private final int rounds = Integer.getInteger("gemba.bench.rounds", 3);
  private final List<Double> bare = new ArrayList<>();
  private final List<Double> adapter = new ArrayList<>();

  @Test
  void comparesTheAdapterWithABareLoopOfMilo() throws Exception {
    Process server = BenchServer.start(points);
    try {
      BufferedReader output = server.inputReader();
      String endpoint = output.readLine();
      for (int round = 0; round < rounds; round++) {
        bare.add(bareLoop(endpoint));
        adapter.add(adapter(endpoint));
      }
      System.out.printf(
          "%,d points: bare %s, adapter %s µs of CPU a sample; least to least %+.0f %%%n",
          points, bare, adapter, 100 * (least(adapter) / least(bare) - 1));
    } finally {
      server.destroyForcibly();
    }
    assertThat(bare).hasSize(rounds);
  }

  private static double least(List<Double> figures) {
    return figures.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  private double adapter(String endpoint) throws Exception {
    CountingContext context = new CountingContext(state);
    TestDevice device =
        new TestDevice(endpoint).with("publishing-interval", "1s").with("keep-alive", "4s");
    for (int i = 0; i < points; i++) {
      device.point("p" + i);
    }
    OpcUaAdapter made = device.adapter();
    double empty = heap();
    long begun = System.nanoTime();
    Thread thread = Thread.ofPlatform().start(() -> run(made, context));
    try {
      return measure("adapter", context.count, begun, empty);
    } finally {
      thread.interrupt();
      thread.join();
    }
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
    double empty = heap();
    long begun = System.nanoTime();
    OpcUaClient client = OpcUaClient.create(endpoint);
    client.connect();
    try {
      OpcUaSubscription subscription = new OpcUaSubscription(client, 1_000.0);
      subscription.setMaxMonitoredItemsPerCall(Unsigned.uint(TestServer.ITEMS_PER_CALL));
      subscription.setSubscriptionListener(new Counter(count));
      subscription.create();
      List<OpcUaMonitoredItem> items = new ArrayList<>();
      for (int i = 0; i < points; i++) {
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(new NodeId(2, "p" + i));
        item.setSamplingInterval(1_000);
        item.setQueueSize(Unsigned.uint(10));
        items.add(item);
      }
      subscription.addMonitoredItems(items);
      subscription.createMonitoredItems();
      return measure("bare   ", count, begun, empty);
    } finally {
      client.disconnect();
    }
  }

  /** Counts and does nothing else. */
  private record Counter(LongAdder count) implements OpcUaSubscription.SubscriptionListener {
    @Override
    public void onDataReceived(
        OpcUaSubscription subscription, List<OpcUaMonitoredItem> items, List<DataValue> values) {
      count.add(values.size());
    }
  }

  private double measure(String what, LongAdder count, long begun, double emptyHeap)
      throws InterruptedException {
    long cpuBegun = MACHINE.getProcessCpuTime();
    while (count.sum() < points) {
      Thread.sleep(20);
      if (System.nanoTime() - begun > Duration.ofMinutes(5).toNanos()) {
        throw new AssertionError(what + ": only " + count.sum() + " first values");
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
