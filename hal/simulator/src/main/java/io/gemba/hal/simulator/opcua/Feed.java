package io.gemba.hal.simulator.opcua;

import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of a point. Values are handed on when they change, never polled, so that no short
 * pulse is missed; a sampling interval only thins them out (OPC 10000-4 §5.13.1.2). Plant thread.
 */
final class Feed {

  private static final long UNITS_PER_MILLI = 10_000;

  private final DataItem item;
  private long lastSource = Long.MIN_VALUE;
  private @Nullable DataValue late;
  private boolean queued;

  Feed(DataItem item) {
    this.item = item;
  }

  DataItem item() {
    return item;
  }

  /** Hands the value on, or keeps it when it is too early. */
  void offer(DataValue value) {
    if (!item.isSamplingEnabled()) {
      return;
    }
    long gap = sourceOf(value) - lastSource;
    if (gap < 0 || gap >= interval() || value.statusCode().isBad()) {
      pass(value);
    } else {
      late = value;
    }
  }

  /** Whether it keeps a value and still has to be queued for its time; true once only. */
  boolean claimQueueing() {
    boolean claimed = late != null && !queued;
    queued |= claimed;
    return claimed;
  }

  /** Hands on the newest value whatever the sampling interval says. */
  void pass(DataValue value) {
    late = null;
    lastSource = sourceOf(value);
    item.setValue(value);
  }

  /** When a value that came too early is due, in the server's 100 ns units. */
  long due() {
    return lastSource + interval();
  }

  /** Its time in the queue has come: hands on what it keeps, unless that was early again. */
  void passLate(long now) {
    queued = false;
    if (late != null && due() <= now) {
      DataValue newest = late;
      late = null;
      if (item.isSamplingEnabled()) {
        pass(newest);
      }
    }
  }

  private long interval() {
    return Math.round(item.getSamplingInterval() * UNITS_PER_MILLI);
  }

  private static long sourceOf(DataValue value) {
    DateTime source = value.sourceTime();
    return source == null ? 0 : source.utcTime();
  }
}
