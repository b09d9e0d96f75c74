package io.gemba.hal.opcua;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriptions of one session: one for each publishing interval, or several where the server
 * takes only so many items in one. Used by the run's thread only.
 */
final class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
  private static final Duration LEAST_LIFETIME = Duration.ofSeconds(30);

  private final Connection connection;
  private final Duration keepAlive;
  private final Duration kept;
  private final ReadingPlan plan;
  private final ServerFacts facts;
  private final LongSupplier ticker;
  private final Map<Duration, List<Subscription>> byInterval = new TreeMap<>();
  private final Set<Subscription> sealed = new HashSet<>();
  private @Nullable String refusal;

  Subscriptions(
      Connection connection, DeviceSettings device, ServerFacts facts, LongSupplier ticker) {
    this.connection = connection;
    this.keepAlive = device.keepAlive();
    this.kept = device.keepSubscription();
    this.plan = device.plan();
    this.facts = facts;
    this.ticker = ticker;
  }

  /**
   * Where points went.
   *
   * @param inSubscriptions which were given to which subscription, new or not
   * @param toPoll those that no subscription takes
   */
  record Placed(Map<Subscription, List<Integer>> inSubscriptions, List<Integer> toPoll) {}

  /** Gives points to subscriptions, making those that it takes. */
  Placed place(List<Integer> handles, List<MonitoredPoint> points)
      throws IOException, InterruptedException {
    Map<Duration, List<Integer>> wanted = new TreeMap<>();
    for (int handle : handles) {
      Duration interval = points.get(handle).settings().publishing();
      wanted.computeIfAbsent(interval, any -> new ArrayList<>()).add(handle);
    }
    Placed placed = new Placed(new LinkedHashMap<>(), new ArrayList<>());
    for (Map.Entry<Duration, List<Integer>> one : wanted.entrySet()) {
      place(one.getKey(), one.getValue(), placed);
    }
    if (!placed.toPoll().isEmpty() && refusal != null) {
      LOG.warn(
          "{} points of {} are read again and again, because it gives no subscription: {}",
          placed.toPoll().size(),
          connection.endpoint(),
          refusal);
    }
    return placed;
  }

  private void place(Duration interval, List<Integer> handles, Placed placed)
      throws IOException, InterruptedException {
    int from = 0;
    while (from < handles.size()) {
      Subscription subscription = withRoom(interval);
      if (subscription == null) {
        placed.toPoll().addAll(handles.subList(from, handles.size()));
        return;
      }
      long room = facts.limits().itemsPerSubscription() - (long) subscription.handles().size();
      List<Integer> some =
          List.copyOf(handles.subList(from, (int) Math.min(handles.size(), from + room)));
      subscription.add(some);
      placed.inSubscriptions().computeIfAbsent(subscription, any -> new ArrayList<>()).addAll(some);
      from += some.size();
    }
  }

  /** A subscription that takes at least one more point; null when there can be none. */
  @Nullable Subscription withRoom(Duration interval) throws IOException, InterruptedException {
    List<Subscription> some = byInterval.computeIfAbsent(interval, any -> new ArrayList<>());
    for (Subscription one : some) {
      if (!sealed.contains(one) && one.handles().size() < facts.limits().itemsPerSubscription()) {
        return one;
      }
    }
    if (isPolling()) {
      return null;
    }
    try {
      Subscription made = create(interval);
      some.add(made);
      return made;
    } catch (IOException e) {
      String words = plan.mode() == ReadingPlan.Mode.AUTO ? noMore(e) : null;
      if (words == null) {
        throw e;
      }
      refusal = words;
      return null;
    }
  }

  private boolean isPolling() {
    return plan.mode() == ReadingPlan.Mode.POLL
        || (plan.mode() == ReadingPlan.Mode.AUTO && (facts.profile().polled() || refusal != null));
  }

  /** Why this server gives no more subscriptions, or null when it was something else. */
  private static @Nullable String noMore(IOException failure) {
    long code = UaException.extractStatusCode(failure).map(status -> status.value()).orElse(0L);
    boolean none =
        code == StatusCodes.Bad_ServiceUnsupported
            || code == StatusCodes.Bad_NotImplemented
            || code == StatusCodes.Bad_NotSupported
            || code == StatusCodes.Bad_TooManySubscriptions;
    return none ? Words.ofStatus(code) : null;
  }

  /** How points are divided into subscriptions, in the order of {@link #all}. */
  List<List<Integer>> groups(List<MonitoredPoint> points) {
    List<List<Integer>> groups = new ArrayList<>();
    if (isPolling()) {
      return groups;
    }
    Map<Duration, List<Integer>> wanted = byInterval(points);
    for (List<Integer> one : wanted.values()) {
      int most = facts.limits().itemsPerSubscription();
      for (int from = 0; from < one.size(); from += Math.min(most, one.size())) {
        groups.add(List.copyOf(one.subList(from, (int) Math.min(one.size(), (long) from + most))));
      }
    }
    return groups;
  }

  private static Map<Duration, List<Integer>> byInterval(List<MonitoredPoint> points) {
    Map<Duration, List<Integer>> wanted = new TreeMap<>();
    for (int handle = 0; handle < points.size(); handle++) {
      Duration interval = points.get(handle).settings().publishing();
      wanted.computeIfAbsent(interval, any -> new ArrayList<>()).add(handle);
    }
    return wanted;
  }

  /** These go on from the run before; they are those of {@link #groups}. */
  void adopt(List<Subscription> old, List<MonitoredPoint> points) {
    for (Subscription one : old) {
      Duration interval = points.get(one.handles().getFirst()).settings().publishing();
      byInterval.computeIfAbsent(interval, any -> new ArrayList<>()).add(one);
    }
  }

  /** What there is outlives the run as it is; what is found later has subscriptions of its own. */
  List<Subscription> seal() {
    sealed.addAll(all());
    return all();
  }

  /** All of them. */
  List<Subscription> all() {
    return byInterval.values().stream().flatMap(List::stream).toList();
  }

  private Subscription create(Duration wanted) throws IOException, InterruptedException {
    Duration fastest = facts.limits().publishing();
    Duration interval = wanted.compareTo(fastest) < 0 ? fastest : wanted;
    long alive = Math.max(1, keepAlive.dividedBy(interval));
    Duration least = kept.compareTo(LEAST_LIFETIME) > 0 ? kept : LEAST_LIFETIME;
    long lifetime = Math.max(3 * alive, least.dividedBy(interval));
    CreateSubscriptionRequest request =
        new CreateSubscriptionRequest(
            connection.header(),
            (double) interval.toMillis(),
            Unsigned.uint(lifetime),
            Unsigned.uint(alive),
            Unsigned.uint(0),
            true,
            UByte.valueOf(0));
    CreateSubscriptionResponse agreed =
        connection.request(request, CreateSubscriptionResponse.class, "subscribing at ");
    return new Subscription(agreed, List.of(), ticker.getAsLong());
  }
}
