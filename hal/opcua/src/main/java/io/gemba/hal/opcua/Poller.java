package io.gemba.hal.opcua;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Reads points again and again that cannot be subscribed to (Read, OPC 10000-4 §5.11.2), each group
 * in its own interval. A round that comes late is not made up for. Used by the run's thread.
 */
final class Poller {
  private static final Duration FASTEST = Duration.ofMillis(50);

  private final Connection connection;
  private final List<MonitoredPoint> points;
  private final Readings readings;
  private final LongSupplier ticker;
  private final Map<Duration, Group> groups = new TreeMap<>();
  private int batch;

  private static final class Group {
    private final Map<Integer, NodeId> nodes = new LinkedHashMap<>();
    private long due;

    Group(long due) {
      this.due = due;
    }
  }

  Poller(
      Connection connection,
      ServerFacts facts,
      List<MonitoredPoint> points,
      Readings readings,
      LongSupplier ticker) {
    this.connection = connection;
    this.points = points;
    this.readings = readings;
    this.ticker = ticker;
    this.batch = facts.nodesPerRead();
  }

  /** Begins to read a point; we tell news from noise then, because a reading is none by itself. */
  void add(int handle, NodeId node, double deadband) {
    MonitoredPoint point = points.get(handle);
    readings.filterBy(point, new NewsFilter(point.settings().finer().trigger(), deadband));
    groups
        .computeIfAbsent(interval(point.settings()), any -> new Group(ticker.getAsLong()))
        .nodes
        .put(handle, node);
  }

  static Duration interval(PointSettings point) {
    Duration wanted = point.sampling().isZero() ? point.publishing() : point.sampling();
    return wanted.compareTo(FASTEST) < 0 ? FASTEST : wanted;
  }

  void remove(Set<Integer> handles) {
    groups.values().forEach(group -> group.nodes.keySet().removeAll(handles));
  }

  /** How many points are read like this. */
  int size() {
    return groups.values().stream().mapToInt(group -> group.nodes.size()).sum();
  }

  /** How long until something is due, at most as long as this. */
  Duration until(Duration most) {
    long now = ticker.getAsLong();
    long least = most.toNanos();
    for (Group group : groups.values()) {
      if (!group.nodes.isEmpty()) {
        least = Math.min(least, Math.max(0, group.due - now));
      }
    }
    return Duration.ofNanos(least);
  }

  /** Reads what is due. */
  void poll() throws IOException, InterruptedException {
    for (Map.Entry<Duration, Group> entry : groups.entrySet()) {
      Group group = entry.getValue();
      if (!group.nodes.isEmpty() && ticker.getAsLong() - group.due >= 0) {
        read(List.copyOf(group.nodes.keySet()), group.nodes);
        long next = group.due + entry.getKey().toNanos();
        long now = ticker.getAsLong();
        group.due = next - now > 0 ? next : now + entry.getKey().toNanos();
      }
    }
  }

  private void read(List<Integer> handles, Map<Integer, NodeId> nodes)
      throws IOException, InterruptedException {
    int from = 0;
    while (from < handles.size()) {
      List<Integer> some = handles.subList(from, Math.min(handles.size(), from + batch));
      List<NodeId> asked = new ArrayList<>();
      List<MonitoredPoint> polled = new ArrayList<>();
      for (int handle : some) {
        asked.add(nodes.get(handle));
        polled.add(points.get(handle));
      }
      try {
        List<DataValue> values = ServerFacts.readValues(connection, asked);
        readings.takePolled(polled, values);
        from += some.size();
      } catch (IOException e) {
        if (!Monitoring.isTooMuch(e) || some.size() == 1) {
          throw e;
        }
        batch = some.size() / 2;
      }
    }
  }
}
