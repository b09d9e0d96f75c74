package io.gemba.hal.opcua;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Reads points back whose subscription has not delivered even a first value: a value that changes
 * meanwhile shows that the subscription is dead, one that stays shows a server that sends no first
 * values. Used by the run's thread only.
 */
final class SilentPoints {
  private static final Duration SLOWEST = Duration.ofMinutes(1);

  private final Connection connection;
  private final Subscription subscription;
  private final List<MonitoredPoint> points;
  private final Readings readings;
  private final BooleanSupplier caughtUp;
  private final LongSupplier ticker;
  private final Map<Integer, Variant> readBefore = new HashMap<>();
  private Duration wait;
  private long next;

  SilentPoints(
      Connection connection,
      Subscription subscription,
      List<MonitoredPoint> points,
      Readings readings,
      Duration firstValuesWithin,
      BooleanSupplier caughtUp,
      LongSupplier ticker) {
    this.caughtUp = caughtUp;
    this.connection = connection;
    this.subscription = subscription;
    this.points = points;
    this.readings = readings;
    this.ticker = ticker;
    Duration slowest = subscription.interval();
    for (int handle : subscription.handles()) {
      Duration sampling = points.get(handle).settings().sampling();
      slowest = sampling.compareTo(slowest) > 0 ? sampling : slowest;
    }
    wait = slowest.multipliedBy(2).plus(firstValuesWithin);
    next = ticker.getAsLong() + wait.toNanos();
  }

  /**
   * Looks once the time for first values is over, and then less and less often while points stay
   * silent.
   *
   * @param watched the nodes the server watches, by client handle
   * @throws IOException when the subscription is dead or reading fails
   */
  void check(Map<Integer, NodeId> watched, ServerFacts facts)
      throws IOException, InterruptedException {
    long now = ticker.getAsLong();
    if (now - next < 0 || !caughtUp.getAsBoolean()) {
      return;
    }
    List<Integer> silent =
        subscription.handles().stream()
            .filter(handle -> watched.containsKey(handle) && !points.get(handle).isHeard())
            .toList();
    for (int from = 0; from < silent.size(); from += facts.nodesPerRead()) {
      int to = Math.min(silent.size(), from + facts.nodesPerRead());
      readBack(silent.subList(from, to), watched);
    }
    Duration doubled = wait.multipliedBy(2);
    wait = doubled.compareTo(SLOWEST) < 0 ? doubled : SLOWEST;
    next = now + wait.toNanos();
  }

  private void readBack(List<Integer> handles, Map<Integer, NodeId> watched)
      throws IOException, InterruptedException {
    List<NodeId> nodes = new ArrayList<>();
    handles.forEach(handle -> nodes.add(watched.get(handle)));
    List<DataValue> values = ServerFacts.readValues(connection, nodes);
    for (int i = 0; i < values.size(); i++) {
      MonitoredPoint point = points.get(handles.get(i));
      if (point.isHeard()) {
        continue; // it came while we asked
      }
      DataValue value = values.get(i);
      readings.takeRead(point, value);
      @Nullable Variant before = readBefore.put(handles.get(i), value.value());
      if (before != null && !before.equals(value.value()) && point.settings().deadband() == 0) {
        throw new FinalLossException(
            "lost "
                + connection.endpoint()
                + ": its subscription is dead; '"
                + point.name()
                + "' has changed, as reading it shows, but nothing was sent");
      }
    }
  }
}
