package io.gemba.hal.opcua;

import io.gemba.hal.opcua.Monitoring.Outcome;
import io.gemba.hal.opcua.Monitoring.Wanted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;

/**
 * Sets up what one session watches: a subscription for each publishing interval and the monitored
 * items in them. Used by the run's thread only.
 */
final class Subscriber {
  private static final Duration LEAST_LIFETIME = Duration.ofSeconds(30);

  private final Connection connection;
  private final Duration keepAlive;
  private final Duration lifetime;
  private final List<MonitoredPoint> points;
  private final Readings readings;
  private final LongSupplier ticker;

  /** The points that cannot be watched, with the status that said so. */
  private final Map<Integer, Long> bad = new HashMap<>();

  private final Map<Integer, NodeId> watched = new LinkedHashMap<>();

  Subscriber(
      Connection connection,
      DeviceSettings device,
      List<MonitoredPoint> points,
      Readings readings,
      LongSupplier ticker) {
    this.connection = connection;
    this.keepAlive = device.keepAlive();
    this.lifetime = device.keepSubscription();
    this.points = points;
    this.readings = readings;
    this.ticker = ticker;
  }

  /** The client handles of each subscription, the one with the shortest interval first. */
  List<List<Integer>> groups() {
    return List.copyOf(byInterval().values());
  }

  /** One subscription for each publishing interval, with no items yet. */
  List<Subscription> subscribe() throws IOException, InterruptedException {
    List<Subscription> subscriptions = new ArrayList<>();
    for (Map.Entry<Duration, List<Integer>> one : byInterval().entrySet()) {
      subscriptions.add(create(one.getKey(), one.getValue()));
    }
    return subscriptions;
  }

  private Map<Duration, List<Integer>> byInterval() {
    Map<Duration, List<Integer>> byInterval = new TreeMap<>();
    for (int handle = 0; handle < points.size(); handle++) {
      Duration interval = points.get(handle).settings().publishing();
      byInterval.computeIfAbsent(interval, any -> new ArrayList<>()).add(handle);
    }
    return byInterval;
  }

  /** The server still has the items of this subscription, except those that were bad. */
  void resume(Subscription subscription, Set<Integer> badBefore, ServerFacts facts)
      throws IOException, InterruptedException {
    List<Integer> again = new ArrayList<>();
    for (int handle : subscription.handles()) {
      Optional<NodeId> node = points.get(handle).settings().node().toNodeId(facts.namespaces());
      if (node.isPresent() && !badBefore.contains(handle)) {
        watched.put(handle, node.get());
      } else {
        again.add(handle);
      }
    }
    watch(subscription, again, facts);
  }

  /** The client handles of points that could not be watched. */
  Set<Integer> bad() {
    return bad.keySet();
  }

  private Subscription create(Duration interval, List<Integer> handles)
      throws IOException, InterruptedException {
    long alive = Math.max(1, keepAlive.dividedBy(interval));
    Duration least = lifetime.compareTo(LEAST_LIFETIME) > 0 ? lifetime : LEAST_LIFETIME;
    long count = Math.max(3 * alive, least.dividedBy(interval));
    CreateSubscriptionRequest request =
        new CreateSubscriptionRequest(
            connection.header(),
            (double) interval.toMillis(),
            Unsigned.uint(count),
            Unsigned.uint(alive),
            Unsigned.uint(0),
            true,
            UByte.valueOf(0));
    CreateSubscriptionResponse agreed =
        connection.request(request, CreateSubscriptionResponse.class, "subscribing at ");
    return new Subscription(agreed, handles, ticker.getAsLong());
  }

  /** Makes the items of a subscription; those that cannot be made are bad points. */
  void watch(Subscription subscription, ServerFacts facts)
      throws IOException, InterruptedException {
    watch(subscription, subscription.handles(), facts);
  }

  /** Tries those points of a subscription again that were bad so far. */
  void watchAgain(Subscription subscription, ServerFacts facts)
      throws IOException, InterruptedException {
    watch(subscription, subscription.handles().stream().filter(bad::containsKey).toList(), facts);
  }

  /** Whether any point could not be watched. */
  boolean hasBad() {
    return !bad.isEmpty();
  }

  /** The points that the server watches for us, by client handle, with their nodes. */
  Map<Integer, NodeId> watched() {
    return watched;
  }

  private void watch(Subscription subscription, List<Integer> handles, ServerFacts facts)
      throws IOException, InterruptedException {
    Map<Integer, Wanted> found = new LinkedHashMap<>();
    for (int handle : handles) {
      PointSettings point = points.get(handle).settings();
      Optional<NodeId> node = point.node().toNodeId(facts.namespaces());
      if (node.isPresent()) {
        found.put(handle, new Wanted(handle, node.get(), point));
      } else {
        refuse(handle, StatusCodes.Bad_NodeIdUnknown, noNamespace(point, facts));
      }
    }
    Monitoring monitoring = new Monitoring(connection, subscription.id(), facts.itemsPerCall());
    for (Outcome outcome : monitoring.create(List.copyOf(found.values()))) {
      if (outcome.isMade()) {
        made(Objects.requireNonNull(found.get(outcome.handle())), outcome.deadbandRefused());
      } else {
        String node = points.get(outcome.handle()).settings().nodeText();
        refuse(outcome.handle(), outcome.status(), Words.ofBadNode(outcome.status(), node));
      }
    }
  }

  private void made(Wanted wanted, long deadbandRefused) {
    watched.put(wanted.handle(), wanted.node());
    bad.remove(wanted.handle());
    if (deadbandRefused != 0) {
      readings.note(
          points.get(wanted.handle()),
          "every change is sent, because the server takes no such deadband: "
              + Words.ofStatus(deadbandRefused));
    }
  }

  private void refuse(int handle, long status, String problem) {
    Long before = bad.put(handle, status);
    if (before == null || before != status) {
      readings.bad(points.get(handle), status, problem);
    }
  }

  private static String noNamespace(PointSettings point, ServerFacts facts) {
    return "the server has no such namespace as in '"
        + point.nodeText()
        + "'; it has "
        + String.join(", ", facts.namespaces().toArray());
  }
}
