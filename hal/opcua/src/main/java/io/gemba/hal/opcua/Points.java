package io.gemba.hal.opcua;

import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The points of a device, by client handle: the configured ones, and behind them those that were
 * found. Handles are not given twice in a run. Grown by the run's thread, read by any.
 */
final class Points extends AbstractList<MonitoredPoint> {
  private final int configured;
  private volatile MonitoredPoint[] all;
  private volatile int size;

  /** Up to when the points that the run before had found are known, by name. */
  private Map<String, Instant> knownBefore = Map.of();

  Points(List<PointSettings> settings) {
    all = settings.stream().map(MonitoredPoint::new).toArray(MonitoredPoint[]::new);
    configured = all.length;
    size = configured;
  }

  @Override
  public MonitoredPoint get(int handle) {
    return all[handle];
  }

  @Override
  public int size() {
    return size;
  }

  /** Adds a point that was found; returns its handle. */
  int found(PointSettings settings) {
    MonitoredPoint[] now = all;
    if (size >= now.length) {
      now = Arrays.copyOf(now, Math.max(16, now.length + now.length / 2));
    }
    int handle = size;
    MonitoredPoint point = new MonitoredPoint(settings);
    point.knownUpTo(knownBefore.get(point.name()));
    now[handle] = point;
    all = now;
    size = handle + 1;
    return handle;
  }

  /** A new run begins: nothing was found yet, and of the others nothing was heard. */
  void forget() {
    Map<String, Instant> known = new HashMap<>();
    for (MonitoredPoint point : subList(configured, size)) {
      point.forget();
      Instant newest = point.newestBefore();
      if (newest != null) {
        known.put(point.name(), newest);
      }
    }
    knownBefore = known;
    all = Arrays.copyOf(all, configured);
    size = configured;
    forEach(MonitoredPoint::forget);
  }
}
