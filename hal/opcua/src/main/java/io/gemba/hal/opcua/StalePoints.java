package io.gemba.hal.opcua;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells unchanged from dead: a point that has had values and then fell silent is read back. What is
 * as it was last sent is unchanged; what is not, and still has not come when there was time enough,
 * is dead: the point alone, or its whole subscription. Reads no more than one small batch a second,
 * however many points are silent. Used by the run's thread only.
 */
final class StalePoints {
  private static final Logger LOG = LoggerFactory.getLogger(StalePoints.class);
  private static final long LOOK = Duration.ofSeconds(1).toNanos();
  private static final int BATCH = 50;

  /** Of a hundred thousand points some at a time: looking must not cost more than reading. */
  private static final int LOOKED_AT = 5_000;

  private final Connection connection;
  private final List<MonitoredPoint> points;
  private final Readings readings;
  private final LongSupplier ticker;
  private final Map<Integer, Long> suspects = new LinkedHashMap<>();
  private long next;
  private int cursor;

  StalePoints(
      Connection connection, List<MonitoredPoint> points, Readings readings, LongSupplier ticker) {
    this.connection = connection;
    this.points = points;
    this.readings = readings;
    this.ticker = ticker;
    this.next = ticker.getAsLong() + LOOK;
  }

  /**
   * A point that is dead.
   *
   * @param since when it was found out that it had not been sent, on the ticker
   */
  record Dead(int handle, long since) {}

  /**
   * Looks once a second.
   *
   * @param watched the nodes the server watches, by client handle
   * @return the points that are dead
   */
  List<Dead> check(Map<Integer, NodeId> watched, ServerFacts facts)
      throws IOException, InterruptedException {
    long now = ticker.getAsLong();
    if (now - next < 0 || points.isEmpty()) {
      return List.of();
    }
    next = now + LOOK;
    List<Integer> asked = ripe(watched, now);
    int most = Math.min(BATCH, facts.nodesPerRead());
    int size = points.size();
    for (int looked = 0; looked < Math.min(size, LOOKED_AT) && asked.size() < most; looked++) {
      cursor = cursor + 1 < size ? cursor + 1 : 0;
      // the cheap question first: nearly all points are not silent
      if (isSilent(cursor, now) && !suspects.containsKey(cursor) && watched.containsKey(cursor)) {
        asked.add(cursor);
      }
    }
    return asked.isEmpty()
        ? List.of()
        : ask(asked.subList(0, Math.min(most, asked.size())), watched, now);
  }

  private boolean isSilent(int handle, long now) {
    return points.get(handle).isSilent(now);
  }

  /** The suspects that have had their time; those that were heard of meanwhile are none. */
  private List<Integer> ripe(Map<Integer, NodeId> watched, long now) {
    List<Integer> ripe = new ArrayList<>();
    Iterator<Map.Entry<Integer, Long>> all = suspects.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Integer, Long> suspect = all.next();
      int handle = suspect.getKey();
      if (!watched.containsKey(handle) || points.get(handle).heardAt() - suspect.getValue() > 0) {
        all.remove();
      } else if (now - suspect.getValue() > grace(points.get(handle).settings())) {
        ripe.add(handle);
      }
    }
    return ripe;
  }

  private static long grace(PointSettings point) {
    return point
        .publishing()
        .multipliedBy(3)
        .plus(point.sampling().multipliedBy(2))
        .plusSeconds(1)
        .toNanos();
  }

  private List<Dead> ask(List<Integer> handles, Map<Integer, NodeId> watched, long now)
      throws IOException, InterruptedException {
    List<NodeId> nodes = new ArrayList<>();
    handles.forEach(handle -> nodes.add(watched.get(handle)));
    List<DataValue> values = ServerFacts.readValues(connection, nodes);
    List<Dead> dead = new ArrayList<>();
    for (int i = 0; i < handles.size(); i++) {
      int handle = handles.get(i);
      MonitoredPoint point = points.get(handle);
      if (point.heardAt() - now > 0) {
        suspects.remove(handle); // it came while we asked
      } else if (!readings.shouldHaveSent(point, values.get(i))) {
        suspects.remove(handle);
        point.confirm(now);
        LOG.debug("{} is silent because it is unchanged", point.name());
      } else {
        Long since = suspects.putIfAbsent(handle, now);
        if (since != null) {
          suspects.remove(handle);
          dead.add(new Dead(handle, since));
        }
      }
    }
    return dead;
  }
}
