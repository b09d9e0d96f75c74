package io.gemba.hal.gpio;

import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One run of the adapter: takes the lines, then turns edges into samples. Used by the thread of the
 * run, but for {@link #write}.
 */
final class GpioSession {
  private static final long BAD_NODE_ID_UNKNOWN = 0x80340000L;
  private static final long BAD_RESOURCE_UNAVAILABLE = 0x80040000L;
  private static final int AT_ONCE = 1_024;
  private static final long LAST_LOOK_NANOS = Duration.ofMillis(500).toNanos();
  private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();

  private final Lines lines;
  private final DeviceContext context;
  private final LongSupplier ticker;
  private final Function<String, Totals.Total> totals;
  private final Map<Integer, WatchedLine> watched = new HashMap<>();
  private final Map<String, OutputPoint> outputs = new ConcurrentHashMap<>();
  private final List<PointSettings> missing = new ArrayList<>();
  private long lastTry;
  private Instant lastLook;

  GpioSession(
      Lines lines,
      DeviceContext context,
      LongSupplier ticker,
      Function<String, Totals.Total> totals) {
    this.lines = lines;
    this.context = context;
    this.ticker = ticker;
    this.totals = totals;
    this.lastTry = ticker.getAsLong();
    this.lastLook = context.clock().instant();
  }

  /** Takes the points' lines; one that cannot be had is bad alone and asked for again later. */
  void take(List<PointSettings> points) {
    for (PointSettings point : points) {
      try {
        take(point);
      } catch (IOException e) {
        missing.add(point);
        context.pointProblem(point.name(), e.getMessage());
        Instant now = context.clock().instant();
        context.sink().accept(Sample.bad(point.name(), BAD_RESOURCE_UNAVAILABLE, now));
      }
    }
  }

  private void take(PointSettings point) throws IOException {
    int line = point.line();
    if (point.mode() == PointSettings.Mode.OUTPUT) {
      Lines.Output output =
          lines.output(
              line, point.initial() != point.activeLow(), point.failSafe() != point.activeLow());
      outputs.put(point.name(), new OutputPoint(point, output, context));
    } else if (point.mode() == PointSettings.Mode.QUADRATURE) {
      Lines.Pair granted = lines.inputs(point.wanted(), point.wantedB());
      WatchedLine encoder = watched(point, encoder(point, granted));
      point.lines().forEach(track -> watched.put(track, encoder));
    } else {
      Lines.Granted granted = lines.input(point.wanted());
      watched.put(line, watched(point, watch(point, granted)));
    }
    context.pointProblem(point.name(), null);
  }

  private WatchedLine watched(PointSettings point, Watched watching) {
    return new WatchedLine(point.name(), watching, context.sink(), context.clock().instant());
  }

  private Watched encoder(PointSettings point, Lines.Pair granted) {
    return new QuadraturePoint(
        point,
        totals.apply(point.name()),
        granted,
        context.sink(),
        context.clock().instant(),
        ticker.getAsLong());
  }

  private Watched watch(PointSettings point, Lines.Granted granted) {
    SampleSink sink = context.sink();
    InstantSource clock = context.clock();
    long ticks = ticker.getAsLong();
    return switch (point.mode()) {
      case INPUT -> new InputPoint(point, granted, sink, clock.instant());
      case COUNTER ->
          new CounterPoint(
              point, totals.apply(point.name()), granted, sink, clock.instant(), ticks);
      case RATE -> new RatePoint(point, granted, sink, clock, ticks);
      case RUN_TIME ->
          new RunTimePoint(point, totals.apply(point.name()), granted, sink, clock, ticks);
      case DUTY -> new DutyPoint(point, granted, sink, clock, ticks);
      case LAMP -> new LampPoint(point, granted, sink, clock.instant());
      case OUTPUT, QUADRATURE ->
          throw new IllegalArgumentException(point.name() + " is nothing to watch");
    };
  }

  /** Waits for what happens next, and handles it and what came with it. */
  void step() throws IOException, InterruptedException {
    Optional<Edge> edge = lines.next(untilDue());
    for (int count = 0; edge.isPresent() && count < AT_ONCE; count++) {
      handle(edge.get());
      edge = lines.next(Duration.ZERO);
    }
    edge.ifPresent(this::handle);
    // behind a queue of edges it is still the time of the edge, or a bounce would be believed
    long now = edge.map(Edge::ticks).orElseGet(ticker::getAsLong);
    watched.values().forEach(line -> line.settle(now));
    tellOverflow();
    retryMissing();
  }

  private void handle(Edge edge) {
    WatchedLine line = watched.get(edge.line());
    if (line != null) {
      line.edge(edge);
    }
  }

  /** Handles what already came when the run was told to end. */
  void drain() throws IOException, InterruptedException {
    long end = ticker.getAsLong() + LAST_LOOK_NANOS;
    Optional<Edge> edge = lines.next(Duration.ZERO);
    while (edge.isPresent() && ticker.getAsLong() - end < 0) {
      handle(edge.get());
      edge = lines.next(Duration.ZERO);
    }
  }

  /** Tells what was not yet told, because the run ends. */
  void finish() {
    long now = ticker.getAsLong();
    watched.values().forEach(line -> line.finish(now));
  }

  private Duration untilDue() {
    long now = ticker.getAsLong();
    long due = RETRY_NANOS;
    for (WatchedLine line : watched.values()) {
      due = Math.min(due, line.nanosUntilDue(now));
    }
    return Duration.ofNanos(due);
  }

  private void tellOverflow() {
    long lost = lines.overflowed();
    Instant now = context.clock().instant();
    if (lost > 0) {
      context.sink().lost(new Loss(null, "edge-lost", lost, lastLook, now));
    }
    lastLook = now;
  }

  private void retryMissing() {
    long now = ticker.getAsLong();
    if (!missing.isEmpty() && now - lastTry >= RETRY_NANOS) {
      lastTry = now;
      missing.removeIf(this::healed);
    }
  }

  private boolean healed(PointSettings point) {
    try {
      take(point);
      return true;
    } catch (IOException e) {
      context.pointProblem(point.name(), e.getMessage());
      return false;
    }
  }

  /** Writes an output; from any thread. */
  long write(String point, Value value) throws IOException {
    OutputPoint output = outputs.get(point);
    return output == null ? BAD_NODE_ID_UNKNOWN : output.write(value);
  }
}
