package io.gemba.hal.opcua;

import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
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
  private volatile Consumer<EventFieldList @Nullable []> events = sent -> {};

  /**
   * The readings of one run.
   *
   * @param points in the order of their client handles
   */
  Readings(DeviceContext context, List<MonitoredPoint> points) {
    this.context = context;
    this.points = points;
  }

  /** Who gets the events of this run. */
  void eventsTo(Consumer<EventFieldList @Nullable []> taker) {
    events = taker;
  }

  /** One event notification. */
  void take(EventNotificationList sent) {
    events.accept(sent.getEvents());
  }

  /** One data change notification. */
  synchronized void take(MonitoredItemNotification[] notifications) {
    Instant now = context.clock().instant();
    List<Sample> samples = new ArrayList<>(notifications.length);
    for (MonitoredItemNotification one : notifications) {
      int handle = one.getClientHandle().intValue();
      if (handle >= 0 && handle < points.size()) {
        take(points.get(handle), one.getValue(), now, samples);
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

  private void take(MonitoredPoint point, DataValue reading, Instant now, List<Sample> samples) {
    if (MonitoredPoint.saysOverflow(reading)) {
      hand(samples); // so that the loss stands between the samples it lies between
      samples.clear();
      context.sink().lost(point.overflow(reading, now));
      point.miss();
    }
    point.hear();
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
