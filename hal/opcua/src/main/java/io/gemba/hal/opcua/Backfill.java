package io.gemba.hal.opcua;

import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what was missed while nobody listened, and has it read back from the server's history:
 * for each point with history, everything between its last sample of the time before and its first
 * of now, both exclusive. Does nothing for points without. Never waits for an answer, so that live
 * readings are not held up. Used by the run's thread only.
 */
final class Backfill {
  /** UserAccessLevel, bit 2 (OPC 10000-3 §8.57). */
  private static final int HISTORY_READ = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
  private static final int MOST_NODES = 10;
  private static final int MOST_FAILURES = 5;

  private final Connection connection;
  private final ServerFacts facts;
  private final DeviceContext context;
  private final Duration limit;
  private final boolean continued;
  private final HoleFile file;

  /** Points with history that have not been heard of in this run: up to where they are known. */
  private final Map<MonitoredPoint, Instant> waiting = new LinkedHashMap<>();

  /** Points whose subscription goes on, and of which nothing was missed on the way so far. */
  private final List<MonitoredPoint> unbroken = new ArrayList<>();

  /** Points whose subscription goes on. */
  private final Set<MonitoredPoint> goesOn = new HashSet<>();

  /** Points that were found since somebody last looked whether they have a history. */
  private final List<MonitoredPoint> fresh = new ArrayList<>();

  private final Map<MonitoredPoint, Instant> known = new LinkedHashMap<>();
  private final Map<String, NodeId> nodes = new HashMap<>();
  private final List<Hole> holes = new ArrayList<>();
  private @Nullable HistoryReading reading;
  private @Nullable Instant from;
  private Instant to = Instant.MIN;
  private int failures;
  private boolean somethingRead;
  private boolean whole = true;

  Backfill(
      Connection connection,
      ServerFacts facts,
      DeviceContext context,
      List<MonitoredPoint> points,
      Duration limit,
      boolean continued,
      HoleFile file) {
    this.connection = connection;
    this.facts = facts;
    this.context = context;
    this.limit = limit;
    this.continued = continued;
    this.file = file;
    for (MonitoredPoint point : points) {
      Instant last = lastKnown(point);
      if (last != null) {
        known.put(point, last); // before this run's own samples are kept
        if (continued) {
          point.hadUpTo(last); // the server may repeat what was not acknowledged
          goesOn.add(point);
        }
      }
    }
  }

  /** More points, which {@code select} has found; said before the first value of them comes. */
  void found(List<MonitoredPoint> more) {
    for (MonitoredPoint point : more) {
      Instant last = lastKnown(point);
      if (last != null) {
        known.put(point, last);
        fresh.add(point);
      }
    }
  }

  /** Looks which points have a history, and which holes an earlier run has left. */
  void begin() throws IOException, InterruptedException {
    fresh.clear(); // they are among the known
    look(List.copyOf(known.keySet()));
    for (Hole left : file.read()) { // of an earlier life
      Instant read = context.lastKept(left.point(), true);
      Hole hole = left;
      if (read != null && read.isAfter(left.from()) && read.isBefore(left.to())) {
        hole = left.filledUpTo(read);
      }
      if (nodes.containsKey(hole.point()) && hole.isOpen()) {
        add(hole);
      } else if (hole.isOpen()) {
        unreadable(hole);
      }
    }
  }

  private void look(List<MonitoredPoint> points) throws IOException, InterruptedException {
    Map<MonitoredPoint, NodeId> asked = new LinkedHashMap<>();
    Map<Integer, PointSettings> wanted = new LinkedHashMap<>();
    for (int i = 0; i < points.size(); i++) {
      wanted.put(i, points.get(i).settings());
    }
    new Nodes(connection, facts)
        .find(wanted)
        .forEach((i, place) -> place.node().ifPresent(node -> asked.put(points.get(i), node)));
    List<Map.Entry<MonitoredPoint, NodeId>> all = List.copyOf(asked.entrySet());
    for (int at = 0; at < all.size(); at += facts.nodesPerRead()) {
      lookAt(all.subList(at, Math.min(all.size(), at + facts.nodesPerRead())));
    }
  }

  private void lookAt(List<Map.Entry<MonitoredPoint, NodeId>> some)
      throws IOException, InterruptedException {
    List<DataValue> levels =
        ServerFacts.readAttribute(
            connection,
            some.stream().map(Map.Entry::getValue).toList(),
            AttributeId.UserAccessLevel);
    for (int i = 0; i < some.size(); i++) {
      MonitoredPoint point = some.get(i).getKey();
      if (levels.get(i).value().value() instanceof UByte level
          && (level.intValue() & HISTORY_READ) != 0) {
        waiting.put(point, known.getOrDefault(point, Instant.MAX));
        if (goesOn.contains(point)) {
          unbroken.add(point);
        }
        nodes.put(point.name(), some.get(i).getValue());
      }
    }
  }

  private @Nullable Instant lastKnown(MonitoredPoint point) {
    Instant here = point.newestBefore();
    Instant kept = context.lastKept(point.name(), false);
    if (here == null || kept == null) {
      return here == null ? kept : here;
    }
    return here.isAfter(kept) ? here : kept;
  }

  /** Goes one step further, if there is anything to do. */
  void tick() throws IOException, InterruptedException {
    if (!fresh.isEmpty()) {
      List<MonitoredPoint> some = List.copyOf(fresh);
      fresh.clear();
      look(some);
    }
    if (waiting.isEmpty() && unbroken.isEmpty() && holes.isEmpty()) {
      return;
    }
    if (findHoles()) {
      keep();
    }
    HistoryReading current = reading;
    if (current == null) {
      int most = failures == 0 ? MOST_NODES : 1;
      reading = holes.isEmpty() ? null : HistoryReading.of(connection, nodes, holes, most);
      return;
    }
    int before = holes.size();
    if (!current.isDone(context, this::filled, this::unreadable)) {
      return;
    }
    reading = null;
    failures = current.hasFailed() && holes.size() == before ? failures + 1 : 0;
    if (failures >= MOST_FAILURES) {
      current.holes().forEach(this::unreadable);
      failures = 0;
    }
    keep();
    if (holes.isEmpty() && from != null) {
      healed(from);
    }
  }

  /** Live samples must not suffer from a full disk: what is not noted is read twice at worst. */
  private void keep() {
    try {
      file.write(holes);
    } catch (IOException e) {
      LOG.warn("what is still to be read from the history cannot be noted: {}", e.toString());
    }
  }

  private boolean findHoles() {
    int before = holes.size();
    unbroken.removeIf(
        point -> {
          Hole missed = point.missed();
          if (missed == null) {
            return false;
          }
          Hole hole = bounded(missed);
          if (hole.isOpen()) {
            add(hole);
          }
          return true;
        });
    waiting
        .entrySet()
        .removeIf(
            one -> {
              Instant first = one.getKey().firstHeard();
              if (first == null) {
                return false;
              }
              Hole hole = bounded(new Hole(one.getKey().name(), one.getValue(), first));
              if (hole.isOpen()) {
                add(hole);
              }
              return true;
            });
    return holes.size() > before;
  }

  private void add(Hole hole) {
    holes.add(hole);
    from = from == null || hole.from().isBefore(from) ? hole.from() : from;
    to = hole.to().isAfter(to) ? hole.to() : to;
  }

  private Hole bounded(Hole hole) {
    Instant oldest = context.clock().instant().minus(limit);
    if (!hole.from().isBefore(oldest) || !hole.isOpen()) {
      return hole;
    }
    Instant end = hole.to().isBefore(oldest) ? hole.to() : oldest;
    context
        .sink()
        .lost(new Loss(hole.point(), "backfill-limit", Loss.UNKNOWN_COUNT, hole.from(), end));
    return hole.filledUpTo(end);
  }

  private void filled(Hole old, Hole now, int samples) {
    somethingRead |= samples > 0;
    holes.remove(old);
    if (now.isOpen()) {
      holes.add(now);
    }
  }

  private void unreadable(Hole hole) {
    holes.remove(hole);
    whole = false;
    context
        .sink()
        .lost(
            new Loss(
                hole.point(), "history-unreadable", Loss.UNKNOWN_COUNT, hole.from(), hole.to()));
  }

  /**
   * A gap record of nothing lost says that the time is whole again; not where the subscription went
   * on without missing anything.
   */
  private void healed(Instant start) {
    if (whole && (somethingRead || !continued)) {
      context.sink().lost(new Loss(null, "backfilled", 0, start, to));
    }
    whole = true;
    somethingRead = false;
    from = null;
    to = Instant.MIN;
  }
}
