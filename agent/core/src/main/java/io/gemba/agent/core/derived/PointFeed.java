package io.gemba.agent.core.derived;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.journal.CommitListener;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Hands what was committed on to derived devices; told on the writer's thread, which it never holds
 * up. Safe for any threads.
 */
public final class PointFeed implements CommitListener {
  /** Commits that may wait for one device. */
  private static final int MOST_WAITING = 1_000;

  private final BiFunction<String, String, @Nullable Sample> newest;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  /**
   * A feed that nobody listens to yet.
   *
   * @param newest the newest committed sample of a device's point, or null
   */
  public PointFeed(BiFunction<String, String, @Nullable Sample> newest) {
    this.newest = newest;
  }

  /** A sample and whose it is. */
  record Fed(PointRef point, Sample sample) {}

  /** What one device gets. */
  final class Subscription implements AutoCloseable {
    private final Set<PointRef> points;
    private final BlockingQueue<List<Fed>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong dropped = new AtomicLong();

    private Subscription(Set<PointRef> points) {
      this.points = Set.copyOf(points);
    }

    /** The next samples, of one commit. */
    List<Fed> take() throws InterruptedException {
      return waiting.take();
    }

    /** How many samples did not fit since the last time it was asked. */
    long dropped() {
      return dropped.getAndSet(0);
    }

    private void feed(String device, List<Sample> samples) {
      List<Fed> fed = new ArrayList<>();
      for (Sample sample : samples) {
        PointRef point = new PointRef(device, sample.point());
        if (points.contains(point)) {
          fed.add(new Fed(point, sample));
        }
      }
      if (!fed.isEmpty() && !waiting.offer(fed)) {
        dropped.addAndGet(fed.size());
      }
    }

    @Override
    public void close() {
      subscriptions.remove(this);
    }
  }

  /** From now on these points are fed, beginning with what is known of them. */
  Subscription subscribe(Set<PointRef> points) {
    Subscription subscription = new Subscription(points);
    subscriptions.add(subscription);
    List<Fed> known = new ArrayList<>();
    for (PointRef point : points) {
      Sample sample = newest.apply(point.device(), point.point());
      if (sample != null) {
        known.add(new Fed(point, sample));
      }
    }
    if (!known.isEmpty()) {
      subscription.waiting.add(known);
    }
    return subscription;
  }

  @Override
  public void committed(DeviceRef device, long firstSeq, List<Sample> samples) {
    for (Subscription subscription : subscriptions) {
      subscription.feed(device.name(), samples);
    }
  }
}
