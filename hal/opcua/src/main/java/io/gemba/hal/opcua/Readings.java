package io.gemba.hal.opcua;

import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFieldList;
import org.eclipse.milo.opcua.stack.core.types.structured.EventNotificationList;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemNotification;
import org.jspecify.annotations.Nullable;

/**
 * Turns readings into samples and hands them on, a whole publish response at a time. Called by the
 * thread that takes publish responses and by the run's own; each call holds the lock once.
 */
final class Readings {
  private final DeviceContext context;
  private final List<MonitoredPoint> points;
  private final LongSupplier ticker;

  /** Who hears of items that are no points; must not wait. */
  private volatile BiConsumer<UInteger, @Nullable DataValue> others = (handle, value) -> {};

  private volatile Consumer<EventFieldList @Nullable []> events = sent -> {};

  /**
   * The readings of one run.
   *
   * @param points in the order of their client handles
   */
  Readings(DeviceContext context, List<MonitoredPoint> points) {
    this(context, points, System::nanoTime);
  }

  Readings(DeviceContext context, List<MonitoredPoint> points, LongSupplier ticker) {
    this.context = context;
    this.points = points;
    this.ticker = ticker;
  }

  /** Who gets the events of this run. */
  void eventsTo(Consumer<EventFieldList @Nullable []> taker) {
    events = taker;
  }

  /** One event notification. */
  void take(EventNotificationList sent) {
    EventFieldList[] all = sent.getEvents();
    events.accept(all);
    for (EventFieldList one : all == null ? new EventFieldList[0] : all) {
      others.accept(one.getClientHandle(), null);
    }
  }

  /** One data change notification. */
  synchronized void take(MonitoredItemNotification[] notifications) {
    Instant now = context.clock().instant();
    long tick = ticker.getAsLong();
    List<Sample> samples = new ArrayList<>(notifications.length);
    for (MonitoredItemNotification one : notifications) {
      int handle = one.getClientHandle().intValue();
      if (handle >= 0 && handle < points.size()) {
        take(points.get(handle), one.getValue(), now, tick, samples);
      } else {
        others.accept(one.getClientHandle(), one.getValue());
      }
    }
    hand(samples);
  }

  /** One reading that was asked for; it does not count as heard. */
  synchronized void takeRead(MonitoredPoint point, DataValue reading) {
    Sample sample = point.take(reading, context.clock().instant());
    if (sample != null) {
      context.sink().accept(sample);
    }
    tellTrouble(point, reading.statusCode());
  }

  /** Somebody wants to hear of items that are no points: their handles, and values if any. */
  void onOthers(BiConsumer<UInteger, @Nullable DataValue> listener) {
    others = listener;
  }

  /** Readings that were asked for instead of a subscription, in the order of their points. */
  synchronized void takePolled(List<MonitoredPoint> polled, List<DataValue> values) {
    Instant now = context.clock().instant();
    long tick = ticker.getAsLong();
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < polled.size(); i++) {
      take(polled.get(i), values.get(i), now, tick, samples);
    }
    hand(samples);
  }

  /** Whether a reading that was asked for is something the server should have sent. */
  synchronized boolean shouldHaveSent(MonitoredPoint point, DataValue reading) {
    return point.shouldHaveSent(reading);
  }

  /** How a point's values are to be read in this session. */
  synchronized void readBy(MonitoredPoint point, Values values, @Nullable EnumNames names) {
    point.readBy(values, names);
  }

  /** From now on we tell news from noise for this point. */
  synchronized void filterBy(MonitoredPoint point, NewsFilter filter) {
    point.filterBy(filter);
  }

  /** All points that were found on the server. */
  void found(List<DeviceConfig.Point> found) {
    context.points(found);
  }

  /** A point that is no longer there: a last bad sample, and the reason for people. */
  synchronized void gone(String name, long statusCode, String problem) {
    context.pointProblem(name, problem);
    context.sink().accept(Sample.bad(name, statusCode, context.clock().instant()));
  }

  /** Nothing more is wrong with this name. */
  void forgive(String name) {
    context.pointProblem(name, null);
  }

  /** The server does not deliver this point: a bad sample, and the reason for people. */
  synchronized void bad(MonitoredPoint point, long statusCode, String problem) {
    Instant now = context.clock().instant();
    point.changesTrouble(true);
    context.pointProblem(point.name(), problem);
    context.sink().accept(Sample.bad(point.name(), statusCode, now));
  }

  /** Something people should know about a point that flows all the same. */
  void note(MonitoredPoint point, String problem) {
    context.pointProblem(point.name(), problem);
  }

  /** Something happened to all points of a subscription. */
  void lost(Loss loss) {
    context.sink().lost(loss);
  }

  /** Messages of a subscription with these points are gone, and nobody knows what was in them. */
  synchronized void missed(List<Integer> handles) {
    handles.forEach(handle -> points.get(handle).miss());
  }

  /** Calls back when all that was handed on so far is kept for good. */
  void whenKept(Runnable action) {
    context.sink().whenKept(action);
  }

  /** The gateway's time, for a loss that has no other. */
  Instant now() {
    return context.clock().instant();
  }

  private void take(
      MonitoredPoint point, DataValue reading, Instant now, long tick, List<Sample> samples) {
    if (MonitoredPoint.saysOverflow(reading)) {
      hand(samples); // so that the loss stands between the samples it lies between
      samples.clear();
      context.sink().lost(point.overflow(reading, now));
      point.miss();
    }
    point.hear(tick);
    Sample sample = point.take(reading, now);
    if (sample != null) {
      samples.add(sample);
    }
    tellTrouble(point, reading.statusCode());
  }

  private void tellTrouble(MonitoredPoint point, StatusCode status) {
    if (point.changesTrouble(status.isBad())) {
      context.pointProblem(
          point.name(),
          status.isBad() ? "the server says: " + Words.ofStatus(status.value()) : null);
    }
  }

  private void hand(List<Sample> samples) {
    if (!samples.isEmpty()) {
      context.sink().accept(List.copyOf(samples));
    }
  }
}
