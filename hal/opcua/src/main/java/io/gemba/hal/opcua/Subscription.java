package io.gemba.hal.opcua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;

/**
 * One subscription of one session: what the server agreed to and what it has sent so far.
 *
 * <p>Sequence numbers are touched by the thread that takes publish responses only; {@link #heardAt}
 * by any.
 */
final class Subscription {
  private static final long LAST_NUMBER = UInteger.MAX_VALUE;

  /** A gap wider than this is a server that counts in its own way, not a loss. */
  private static final long WIDEST_GAP = 1_000;

  private final UInteger id;
  private final Duration interval;
  private final Duration keepAlive;
  private volatile List<Integer> handles;
  private final Set<Long> missing = new HashSet<>();
  private volatile long heardAt;
  private long expected = 1;

  Subscription(CreateSubscriptionResponse agreed, List<Integer> handles, long now) {
    id = agreed.getSubscriptionId();
    interval = millis(agreed.getRevisedPublishingInterval());
    keepAlive =
        millis(
            agreed.getRevisedPublishingInterval()
                * Math.max(1, agreed.getRevisedMaxKeepAliveCount().longValue()));
    this.handles = List.copyOf(handles);
    heardAt = now;
  }

  UInteger id() {
    return id;
  }

  /** How often it publishes, as agreed. */
  Duration interval() {
    return interval;
  }

  /** The longest time in which a living server sends nothing, as agreed. */
  Duration keepAlive() {
    return keepAlive;
  }

  /** Its points, as client handles. */
  List<Integer> handles() {
    return handles;
  }

  /** Gives it more points; the run's thread only. */
  void add(List<Integer> more) {
    List<Integer> all = new ArrayList<>(handles);
    all.addAll(more);
    handles = List.copyOf(all);
  }

  /** Takes points away; the run's thread only. */
  void remove(Set<Integer> gone) {
    handles = handles.stream().filter(handle -> !gone.contains(handle)).toList();
  }

  /** When it was last heard of, on the ticker. */
  long heardAt() {
    return heardAt;
  }

  void hear(long now) {
    heardAt = now;
  }

  /**
   * Whether a notification message with this number is a new one. Numbers that were jumped over are
   * {@link #missing} from now on.
   */
  boolean accept(long number) {
    if (number < expected || number - expected > WIDEST_GAP) {
      boolean late = missing.remove(number);
      boolean restarted = number > expected || expected > LAST_NUMBER;
      expected = restarted ? number + 1 : expected;
      return late || restarted;
    }
    LongStream.range(expected, number).forEach(missing::add);
    expected = number + 1;
    return true;
  }

  /** The numbers that were jumped over and have not come since. */
  Set<Long> missing() {
    return missing;
  }

  private static Duration millis(double millis) {
    return Duration.ofNanos((long) (Math.max(1, millis) * 1e6));
  }
}
