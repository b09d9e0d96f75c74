package io.gemba.hal.opcua;

import io.gemba.hal.opcua.AlarmFields.Event;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteSubscriptionsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFieldList;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoringParameters;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the alarms and events of one session: a subscription of its own, an item for each
 * notifier, and a ConditionRefresh (OPC 10000-9 §5.5.7) as soon as they are there, so that what is
 * active is known. Each event is one sample whose value is an object, and so it is numbered and
 * kept as values are.
 *
 * <p>{@link #take} is called by the thread that takes publish responses, all else by the run's own.
 */
final class AlarmWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmWatch.class);
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration LIFETIME = Duration.ofSeconds(60);
  private static final long QUEUE = 10_000;
  private static final int REMEMBERED = 1_000;
  private static final int CONDITIONS = 10_000;
  private static final Duration GOODBYE = Duration.ofMillis(300);

  private final Connection connection;
  private final ServerFacts facts;
  private final DeviceContext context;
  private final List<SideSettings.Alarms> points;
  private final Map<Value.Bytes, NodeId> conditions = new LinkedHashMap<>();
  private final Set<Told> severeBefore = new LinkedHashSet<>();
  private @Nullable Subscription subscription;
  private volatile boolean refreshWanted;
  private Instant lastEvent;

  private record Told(String point, NodeId condition) {}

  AlarmWatch(
      Connection connection,
      ServerFacts facts,
      DeviceContext context,
      List<SideSettings.Alarms> points) {
    this.connection = connection;
    this.facts = facts;
    this.context = context;
    this.points = points;
    this.lastEvent = context.clock().instant();
  }

  /** The subscription, without any items yet. */
  Subscription subscribe(Duration keepAlive, LongSupplier ticker)
      throws IOException, InterruptedException {
    long alive = Math.max(1, keepAlive.dividedBy(INTERVAL));
    CreateSubscriptionRequest request =
        new CreateSubscriptionRequest(
            connection.header(),
            (double) INTERVAL.toMillis(),
            Unsigned.uint(Math.max(3 * alive, LIFETIME.dividedBy(INTERVAL))),
            Unsigned.uint(alive),
            Unsigned.uint(0),
            true,
            UByte.valueOf(0));
    CreateSubscriptionResponse agreed =
        connection.request(request, CreateSubscriptionResponse.class, "subscribing to events at ");
    Subscription made = new Subscription(agreed, List.of(), ticker.getAsLong());
    subscription = made;
    return made;
  }

  /** Makes the items and asks for what is active. */
  void begin() throws IOException, InterruptedException {
    for (int i = 0; i < points.size(); i++) {
      watch(i, points.get(i));
    }
    refresh();
  }

  /** Does what events have asked for. */
  void tick() throws IOException, InterruptedException {
    if (refreshWanted) {
      refreshWanted = false;
      refresh();
    }
  }

  private void watch(int handle, SideSettings.Alarms point)
      throws IOException, InterruptedException {
    Optional<NodeId> node = point.notifier().toNodeId(facts.namespaces());
    long status = node.isPresent() ? create(handle, node.get()) : StatusCodes.Bad_NodeIdUnknown;
    if (status >>> 31 == 0) {
      context.pointProblem(point.name(), null);
    } else {
      context.pointProblem(point.name(), Words.ofBadNode(status, point.nodeText()));
      context.sink().accept(Sample.bad(point.name(), status, context.clock().instant()));
    }
  }

  private long create(int handle, NodeId notifier) throws IOException, InterruptedException {
    ExtensionObject filter =
        ExtensionObject.encode(
            connection.client().getStaticEncodingContext(), AlarmFields.filter());
    MonitoredItemCreateRequest item =
        new MonitoredItemCreateRequest(
            new ReadValueId(
                notifier, AttributeId.EventNotifier.uid(), null, QualifiedName.NULL_VALUE),
            MonitoringMode.Reporting,
            new MonitoringParameters(
                Unsigned.uint(handle), 0.0, filter, Unsigned.uint(QUEUE), true));
    CreateMonitoredItemsResponse response =
        connection.request(
            new CreateMonitoredItemsRequest(
                connection.header(),
                made().id(),
                TimestampsToReturn.Neither,
                new MonitoredItemCreateRequest[] {item}),
            CreateMonitoredItemsResponse.class,
            "subscribing to events at ");
    MonitoredItemCreateResult[] results = response.getResults();
    if (results == null || results.length != 1) {
      throw new IOException(connection.endpoint() + " did not say whether it tells of events");
    }
    return results[0].getStatusCode().value();
  }

  private void refresh() throws IOException, InterruptedException {
    CallMethodRequest call =
        new CallMethodRequest(
            NodeIds.ConditionType,
            NodeIds.ConditionType_ConditionRefresh,
            new Variant[] {Variant.ofUInt32(made().id())});
    long status = Calls.call(connection, call, "asking for active alarms at ").status();
    if (status >>> 31 != 0 && status != StatusCodes.Bad_RefreshInProgress) {
      for (SideSettings.Alarms point : points) {
        context.pointProblem(
            point.name(),
            "new events are told, but the server does not repeat which alarms are active: "
                + Words.ofStatus(status));
      }
    }
  }

  /**
   * Has the server forget the subscription, because the session may stay and would collect events
   * for nobody. Where the word does not get through, {@link PublishLoop} deletes it in the next
   * run.
   */
  void end() {
    Subscription over = subscription;
    if (over == null) {
      return;
    }
    try {
      var unused =
          connection
              .send(new DeleteSubscriptionsRequest(connection.header(), new UInteger[] {over.id()}))
              .get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("{} did not take our goodbye to its events", connection.endpoint(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Subscription made() {
    if (subscription == null) {
      throw new IllegalStateException("subscribe comes first");
    }
    return subscription;
  }

  /** What the server sent. */
  void take(EventFieldList @Nullable [] events) {
    List<Sample> samples = new ArrayList<>();
    for (EventFieldList one : events == null ? new EventFieldList[0] : events) {
      int handle = one.getClientHandle().intValue();
      if (handle >= 0 && handle < points.size()) {
        take(
            points.get(handle),
            AlarmFields.event(one.getEventFields(), facts.namespaces()),
            samples);
      }
    }
    if (!samples.isEmpty()) {
      context.sink().accept(List.copyOf(samples));
    }
  }

  private void take(SideSettings.Alarms point, Event event, List<Sample> samples) {
    Instant now = context.clock().instant();
    Instant time = event.time() == null ? now : event.time();
    if (event.type().equals(NodeIds.EventQueueOverflowEventType)) {
      context.sink().accept(List.copyOf(samples)); // the loss stands where it happened
      samples.clear();
      Instant from = lastEvent.isAfter(time) ? time : lastEvent;
      context
          .sink()
          .lost(new Loss(point.name(), "event-queue-overflow", Loss.UNKNOWN_COUNT, from, time));
      refreshWanted = true;
    } else if (event.type().equals(NodeIds.RefreshRequiredEventType)) {
      refreshWanted = true;
    }
    boolean marker =
        event.type().equals(NodeIds.RefreshStartEventType)
            || event.type().equals(NodeIds.RefreshEndEventType)
            || event.type().equals(NodeIds.RefreshRequiredEventType);
    if (!marker && !isWanted(point, event)) {
      return;
    }
    lastEvent = time;
    remember(event);
    samples.add(new Sample(point.name(), event.value(), Quality.GOOD, 0, time));
  }

  /**
   * Severe enough, or the first of a condition that no longer is: whoever was told that an alarm
   * was raised is told that it is over, and some servers give that a severity of 0.
   */
  private boolean isWanted(SideSettings.Alarms point, Event event) {
    boolean severe = Math.max(1, event.severity()) >= point.severity();
    if (event.condition() == null) {
      return severe;
    }
    Told told = new Told(point.name(), event.condition());
    boolean before = severeBefore.remove(told);
    if (severe) {
      severeBefore.add(told);
      if (severeBefore.size() > CONDITIONS) {
        severeBefore.remove(severeBefore.iterator().next());
      }
    }
    return severe || before;
  }

  private void remember(Event event) {
    if (event.id() == null || event.condition() == null) {
      return;
    }
    synchronized (conditions) {
      conditions.put(event.id(), event.condition());
      if (conditions.size() > REMEMBERED) {
        conditions.remove(conditions.keySet().iterator().next());
      }
    }
  }

  /** Which condition told of an event in this run; any thread. */
  @Nullable NodeId condition(Value.Bytes event) {
    synchronized (conditions) {
      return conditions.get(event);
    }
  }
}
