package io.gemba.cloud.console.board;

import io.gemba.cloud.console.wire.LineKey;
import io.gemba.cloud.console.wire.Sample;
import io.gemba.cloud.console.wire.Statement.Batch;
import io.gemba.cloud.console.wire.Statement.DeviceMeta;
import io.gemba.cloud.console.wire.Statement.LineMeta;
import io.gemba.cloud.console.wire.Statement.LineState;
import io.gemba.cloud.console.wire.Statement.ShiftFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One line as last heard. Guarded by the board. */
final class Line {
  private static final int MAX_POINTS = 10_000;
  private static final int MAX_FRESH = 200;

  final LineKey key;
  final Heartbeat heartbeat = new Heartbeat();
  final Heartbeat samplesHeartbeat = new Heartbeat();
  final TreeMap<String, Point> points = new TreeMap<>();
  String broker = "";
  @Nullable String gatewayId;
  @Nullable String journal;
  @Nullable LineState state;
  @Nullable ShiftFigures figures;
  @Nullable LineMeta about;
  final Alarms alarms = new Alarms();
  boolean backfilled;
  long backfillTick;
  private @Nullable String trendPoint;
  private List<Sample> fresh = new ArrayList<>();

  Line(LineKey key) {
    this.key = key;
  }

  /** The heartbeat that counts: the line's own statements, or its samples while it makes none. */
  Heartbeat pulse() {
    return state == null && figures == null ? samplesHeartbeat : heartbeat;
  }

  void describe(DeviceMeta meta) {
    meta.points()
        .forEach(
            (name, point) -> {
              Point known = point(meta.device() + "/" + name);
              if (known != null) {
                known.meta = point;
              }
            });
    trendPoint = null;
  }

  void live(Batch batch) {
    for (Sample sample : batch.samples()) {
      String name = batch.device() + "/" + sample.point();
      Point point = point(name);
      if (point != null) {
        point.last = sample;
      }
      if (name.equals(trendPoint) && fresh.size() < MAX_FRESH) {
        fresh.add(sample);
      }
    }
  }

  private @Nullable Point point(String name) {
    Point known = points.get(name);
    if (known == null && points.size() < MAX_POINTS) {
      known = new Point();
      points.put(name, known);
      trendPoint = null;
    }
    return known;
  }

  /**
   * The point whose trend is shown first, as {@code device/point}; null while no point is known.
   */
  @Nullable String trendPoint() {
    if (trendPoint == null) {
      int best = -1;
      for (Map.Entry<String, Point> e : points.entrySet()) {
        int rank = e.getValue().trendRank();
        if (rank > best) {
          best = rank;
          trendPoint = e.getKey();
        }
      }
    }
    return trendPoint;
  }

  /** Samples of the trend point since the last call. */
  List<Sample> takeFresh() {
    if (fresh.isEmpty()) {
      return List.of();
    }
    List<Sample> taken = fresh;
    fresh = new ArrayList<>();
    return taken;
  }
}
