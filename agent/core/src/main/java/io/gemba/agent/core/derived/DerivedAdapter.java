package io.gemba.agent.core.derived;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.derived.PointFeed.Fed;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Computes the points of one device whenever one of their inputs was committed: once for all inputs
 * of one commit that have the same source time. Runs on its device's thread.
 */
final class DerivedAdapter implements Adapter {
  private final List<DerivedPoint> points;
  private final PointFeed feed;

  DerivedAdapter(List<DerivedPoint> points, PointFeed feed) {
    this.points = List.copyOf(points);
    this.feed = feed;
  }

  @Override
  public void run(DeviceContext context) throws InterruptedException {
    Set<PointRef> inputs =
        points.stream().flatMap(point -> point.inputs().stream()).collect(Collectors.toSet());
    try (PointFeed.Subscription subscription = feed.subscribe(inputs)) {
      context.connected();
      while (true) {
        List<Fed> fed = subscription.take();
        long dropped = subscription.dropped();
        if (dropped > 0) {
          Instant at = fed.getFirst().sample().sourceTime();
          context.sink().lost(new Loss(null, "too-many-inputs", dropped, at, at));
        }
        take(fed, context);
      }
    }
  }

  private void take(List<Fed> fed, DeviceContext context) {
    List<Sample> computed = new ArrayList<>();
    Set<DerivedPoint> touched = new LinkedHashSet<>();
    Instant at = fed.getFirst().sample().sourceTime();
    for (Fed one : fed) {
      if (!one.sample().sourceTime().equals(at)) {
        compute(touched, computed, context);
        at = one.sample().sourceTime();
      }
      for (DerivedPoint point : points) {
        if (point.observe(one.point(), one.sample())) {
          touched.add(point);
        }
      }
    }
    compute(touched, computed, context);
    if (!computed.isEmpty()) {
      context.sink().accept(computed);
    }
  }

  private static void compute(Set<DerivedPoint> touched, List<Sample> into, DeviceContext context) {
    for (DerivedPoint point : touched) {
      point.compute().ifPresent(into::add);
      context.pointProblem(point.name(), point.problem());
    }
    touched.clear();
  }
}
