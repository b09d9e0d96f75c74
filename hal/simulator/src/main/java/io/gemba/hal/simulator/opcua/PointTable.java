package io.gemba.hal.simulator.opcua;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * All tags by name, and the faults put on them. Reading is safe from any thread; everything else
 * belongs to the plant thread. Times are OPC UA's 100 ns units.
 */
public final class PointTable {

  /** Nothing is due. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final long FLAP = 200 * 10_000L;

  // A feed's due time moves while it waits, which a queue must not see.
  private record Late(Feed feed, long due) {}

  private final Map<String, Point> points = new ConcurrentHashMap<>();
  private final PriorityQueue<Late> late = new PriorityQueue<>(Comparator.comparingLong(Late::due));
  private final Set<Point> flapping = new HashSet<>();
  private long flapAt = NEVER;

  /** Shows a value of the plant; the first one makes the point. */
  public void update(String id, Variant value, DateTime source, DateTime server) {
    DataValue shown = new DataValue(value, StatusCode.GOOD, source, server);
    Point known = points.get(id);
    if (known == null) {
      points.put(id, new Point(id, this, shown));
    } else {
      known.update(shown);
    }
  }

  /** The server stops updating the point. */
  public void freeze(String name) {
    Point point = find(name);
    flapping.remove(point);
    point.freeze();
  }

  /** The point turns bad. */
  public void bad(String name, DateTime now) {
    Point point = find(name);
    flapping.remove(point);
    point.bad(now);
  }

  /** The point is healthy again, whatever it had. */
  public void good(String name, DateTime now) {
    Point point = find(name);
    flapping.remove(point);
    point.good(now);
  }

  /** The point turns bad and good in turns, five times a second. */
  public void flap(String name, DateTime now) {
    flapping.add(find(name));
    flapAt = now.utcTime();
  }

  /** Does what is due. */
  public void advance(DateTime now) {
    if (flapAt <= now.utcTime()) {
      flapping.forEach(point -> point.flip(now));
      flapAt = flapping.isEmpty() ? NEVER : now.utcTime() + FLAP;
    }
    for (Late head = late.peek(); head != null && head.due() <= now.utcTime(); head = late.peek()) {
      late.remove();
      head.feed().passLate(now.utcTime());
      later(head.feed());
    }
  }

  /** When something is due next. */
  public long nextDue() {
    Late head = late.peek();
    return Math.min(flapAt, head == null ? NEVER : head.due());
  }

  /** Queues the subscriber if it keeps a value that came too early. */
  void later(Feed feed) {
    if (feed.claimQueueing()) {
      late.add(new Late(feed, feed.due()));
    }
  }

  @Nullable Point get(String id) {
    return points.get(id);
  }

  private Point find(String name) {
    Point point = points.get(name);
    if (point == null) {
      throw new IllegalArgumentException(
          "no point \"" + name + "\": points are named like Press1.OilTemp or Load.Tag00001");
    }
    return point;
  }
}
