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

/**
 * Reads points back whose subscription has not delivered even a first value. One that stays shows a
 * server that sends no first values; one that changes meanwhile is dead: with its whole
 * subscription where nothing else of that came either, else alone, and only when there was time
 * enough, because a server may need minutes for a hundred thousand. Used by the run's thread only.
 */
final class SilentPoints {
  private static final Duration SLOWEST = Duration.ofMinutes(1);

  /** So often a point must have changed unsent, in longer and longer waits, to be dead alone. */
  private static final int CHANGES = 3;

  private static final int MOST_AT_ONCE = 50;

  private final Connection connection;
  private final Subscription subscription;
  private final List<MonitoredPoint> points;
  private final Readings readings;
  private final BooleanSupplier caughtUp;
  private final LongSupplier ticker;
  private final Map<Integer, Read> readBefore = new HashMap<>();
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
   * What reading a silent point has shown.
   *
   * @param since when it was read first, on the ticker
   * @param changes how often it was another value than the time before
   */
  private record Read(Variant value, long since, int changes) {
    Read then(Variant now) {
      return new Read(now, since, value.equals(now) ? changes : changes + 1);
    }
  }

  /** Whether it looks after this subscription. */
  boolean isOf(Subscription one) {
    return subscription == one;
  }

  /**
   * Looks once the time for first values is over, and then less and less often while points stay
   * silent.
   *
   * @param watched the nodes the server watches, by client handle
   * @return the points that are dead
   * @throws IOException when reading fails
   */
  List<StalePoints.Dead> check(Map<Integer, NodeId> watched, ServerFacts facts)
      throws IOException, InterruptedException {
    long now = ticker.getAsLong();
    if (now - next < 0 || !caughtUp.getAsBoolean()) {
      return List.of();
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
    return dead(silent);
  }

  private List<StalePoints.Dead> dead(List<Integer> silent) {
    long lastSign =
        subscription.handles().stream()
            .map(points::get)
            .filter(MonitoredPoint::isHeard)
            .mapToLong(MonitoredPoint::heardAt)
            .max()
            .orElse(Long.MIN_VALUE);
    List<StalePoints.Dead> dead = new ArrayList<>();
    for (int handle : silent) {
      Read read = readBefore.get(handle);
      if (read == null || read.changes() == 0 || points.get(handle).isHeard()) {
        continue;
      }
      boolean alone = lastSign != Long.MIN_VALUE && lastSign - read.since() > 0;
      if (dead.size() < MOST_AT_ONCE && (!alone || read.changes() >= CHANGES)) {
        dead.add(new StalePoints.Dead(handle, read.since()));
      }
    }
    return dead;
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
      if (point.settings().deadband() == 0) {
        Read first = new Read(value.value(), ticker.getAsLong(), 0);
        readBefore.merge(handles.get(i), first, (old, fresh) -> old.then(fresh.value()));
      }
    }
  }
}
