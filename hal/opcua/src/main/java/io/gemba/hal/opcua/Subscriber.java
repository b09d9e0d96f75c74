package io.gemba.hal.opcua;

import io.gemba.hal.opcua.Monitoring.Outcome;
import io.gemba.hal.opcua.Monitoring.Wanted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * Sets up what one session watches: the monitored items in its subscriptions, and what is read
 * again and again where there can be none. Used by the run's thread only.
 */
final class Subscriber {
  private final Connection connection;
  private final List<MonitoredPoint> points;
  private final Readings readings;
  private final Poller poller;

  /** The points that cannot be watched, with the status that said so. */
  private final Map<Integer, Long> bad = new HashMap<>();

  private final Map<Integer, NodeId> watched = new LinkedHashMap<>();
  private final Map<Integer, UInteger> items = new HashMap<>();

  Subscriber(Connection connection, List<MonitoredPoint> points, Readings readings, Poller poller) {
    this.connection = connection;
    this.points = points;
    this.readings = readings;
    this.poller = poller;
  }

  /** Makes items in a subscription; those that cannot be made are bad points. */
  void watch(
      Subscription subscription, Collection<Integer> handles, ServerFacts facts, Typing typing)
      throws IOException, InterruptedException {
    Map<Integer, Wanted> found = new LinkedHashMap<>();
    Map<Integer, NodeId> nodes = find(handles, facts);
    typing.prepare(nodes);
    nodes.forEach(
        (handle, node) ->
            found.put(handle, new Wanted(handle, node, points.get(handle).settings())));
    Monitoring monitoring = new Monitoring(connection, subscription.id(), facts.limits());
    for (Outcome outcome : monitoring.create(List.copyOf(found.values()))) {
      Wanted wanted = Objects.requireNonNull(found.get(outcome.handle()));
      if (outcome.isMade()) {
        made(wanted, outcome, facts);
      } else if (isFull(outcome.status())) {
        full(wanted, outcome.status(), facts);
      } else {
        String node = wanted.point().nodeText();
        refuse(outcome.handle(), outcome.status(), Words.ofBadNode(outcome.status(), node));
      }
    }
  }

  /** The server still has the items of this subscription, except those that were bad. */
  void resume(Subscription subscription, Set<Integer> badBefore, ServerFacts facts, Typing typing)
      throws IOException, InterruptedException {
    List<Integer> there = new ArrayList<>(subscription.handles());
    there.removeAll(badBefore);
    Map<Integer, NodeId> nodes = find(there, facts);
    typing.prepare(nodes);
    watched.putAll(nodes);
    for (Map.Entry<Integer, NodeId> one : nodes.entrySet()) {
      PointSettings point = points.get(one.getKey()).settings();
      if (point.needsFilter()) { // nobody knows any more whether the server took it
        double deadband = deadband(one.getValue(), point, facts);
        readings.filterBy(
            points.get(one.getKey()), new NewsFilter(point.finer().trigger(), deadband));
      }
    }
    List<Integer> again =
        subscription.handles().stream().filter(handle -> !nodes.containsKey(handle)).toList();
    watch(subscription, again, facts, typing);
  }

  /** The client handles of points that could not be watched. */
  Set<Integer> bad() {
    return bad.keySet();
  }

  /** Begins to read points again and again. */
  void poll(Collection<Integer> handles, ServerFacts facts, Typing typing)
      throws IOException, InterruptedException {
    Map<Integer, NodeId> nodes = find(handles, facts);
    typing.prepare(nodes);
    for (Map.Entry<Integer, NodeId> one : nodes.entrySet()) {
      bad.remove(one.getKey());
      PointSettings point = points.get(one.getKey()).settings();
      poller.add(one.getKey(), one.getValue(), deadband(one.getValue(), point, facts));
    }
  }

  /** A point whose item no longer delivers is read from now on. */
  void pollInstead(int handle, ServerFacts facts) throws IOException, InterruptedException {
    NodeId node = watched.remove(handle);
    if (node != null) {
      PointSettings point = points.get(handle).settings();
      poller.add(handle, node, deadband(node, point, facts));
      readings.note(
          points.get(handle),
          "the server stopped sending it although it changes; it is read every "
              + Poller.interval(point).toMillis()
              + " ms instead");
    }
  }

  /** Watches these no longer. */
  void forget(Subscription subscription, Set<Integer> handles, ServerFacts facts)
      throws IOException, InterruptedException {
    List<UInteger> gone = new ArrayList<>();
    for (int handle : handles) {
      UInteger item = items.remove(handle);
      if (item != null) {
        gone.add(item);
      }
      watched.remove(handle);
      bad.remove(handle);
    }
    subscription.remove(handles);
    new Monitoring(connection, subscription.id(), facts.limits()).delete(gone);
  }

  /** Those of some points that were bad so far. */
  List<Integer> badOnes(Collection<Integer> handles) {
    return handles.stream().filter(bad::containsKey).toList();
  }

  /** Whether any point could not be watched. */
  boolean hasBad() {
    return !bad.isEmpty();
  }

  /** The points that the server watches for us, by client handle, with their nodes. */
  Map<Integer, NodeId> watched() {
    return watched;
  }

  private Map<Integer, NodeId> find(Collection<Integer> handles, ServerFacts facts)
      throws IOException, InterruptedException {
    Map<Integer, PointSettings> settings = new LinkedHashMap<>();
    handles.forEach(handle -> settings.put(handle, points.get(handle).settings()));
    Map<Integer, NodeId> nodes = new LinkedHashMap<>();
    new Nodes(connection, facts)
        .find(settings)
        .forEach(
            (handle, place) ->
                place
                    .node()
                    .ifPresentOrElse(
                        node -> nodes.put(handle, node),
                        () -> refuse(handle, place.status(), place.problem())));
    return nodes;
  }

  private void made(Wanted wanted, Outcome outcome, ServerFacts facts)
      throws IOException, InterruptedException {
    watched.put(wanted.handle(), wanted.node());
    items.put(wanted.handle(), outcome.item());
    bad.remove(wanted.handle());
    if (outcome.filterRefused() != 0) {
      MonitoredPoint point = points.get(wanted.handle());
      OptionalDouble deadband = Ranges.absolute(connection, facts, wanted.node(), wanted.point());
      readings.filterBy(
          point, new NewsFilter(wanted.point().finer().trigger(), deadband.orElse(0)));
      readings.note(
          point,
          (deadband.isPresent()
                  ? "the gateway itself leaves out small changes, because the server takes no such"
                      + " filter: "
                  : "every change is sent, because the server takes no deadband in percent and"
                      + " tells no range: ")
              + Words.ofStatus(outcome.filterRefused()));
    }
  }

  private static boolean isFull(long status) {
    return status == StatusCodes.Bad_TooManyMonitoredItems
        || status == StatusCodes.Bad_TooManyOperations;
  }

  private void full(Wanted wanted, long status, ServerFacts facts)
      throws IOException, InterruptedException {
    bad.remove(wanted.handle());
    poller.add(wanted.handle(), wanted.node(), deadband(wanted.node(), wanted.point(), facts));
    readings.note(
        points.get(wanted.handle()),
        "it is read every "
            + Poller.interval(wanted.point()).toMillis()
            + " ms, because the server watches no more points: "
            + Words.ofStatus(status));
  }

  private double deadband(NodeId node, PointSettings point, ServerFacts facts)
      throws IOException, InterruptedException {
    return Ranges.absolute(connection, facts, node, point).orElse(0);
  }

  private void refuse(int handle, long status, String problem) {
    Long before = bad.put(handle, status);
    if (before == null || before != status) {
      readings.bad(points.get(handle), status, problem);
    }
  }
}
