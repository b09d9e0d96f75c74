package io.gemba.hal.opcua;

import java.time.Duration;
import java.time.Instant;
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
 * <p>Sequence numbers are guarded by the {@link PublishLoop} once it runs; {@link #heardAt} by any.
 */
final class Subscription {
  /** The next number of a subscription whose last is not known. */
  static final long UNKNOWN = 0;

  private static final long LAST_NUMBER = UInteger.MAX_VALUE;

  /** A gap wider than this is a server that counts in its own way, not a loss. */
  static final long WIDEST_GAP = 1_000;

  private final UInteger id;
  private final Duration interval;
  private final Duration keepAlive;
  private volatile List<Integer> handles;
  private final Set<Long> missing = new HashSet<>();
  private final Set<Long> asked = new HashSet<>();
  private final Instant keptAt;
  private volatile long heardAt;
  private volatile boolean heard;
  private long expected = 1;

  Subscription(CreateSubscriptionResponse agreed, List<Integer> handles, long now) {
    keptAt = Instant.MAX;
    id = agreed.getSubscriptionId();
    interval = millis(agreed.getRevisedPublishingInterval());
    keepAlive =
        millis(
            agreed.getRevisedPublishingInterval()
                * Math.max(1, agreed.getRevisedMaxKeepAliveCount().longValue()));
    this.handles = List.copyOf(handles);
    heardAt = now;
  }

  /** One that was taken over from an earlier run; {@code next} may be {@link #UNKNOWN}. */
  Subscription(KeptSession.Kept kept, List<Integer> handles, Instant keptAt, long now) {
    this.keptAt = keptAt;
    id = kept.id();
    interval = kept.interval();
    keepAlive = kept.keepAlive();
    this.handles = List.copyOf(handles);
    heardAt = now;
    expected = kept.next();
  }

  /** What a later run must know of it. */
  KeptSession.Kept kept(boolean orderly) {
    long next = missing.stream().mapToLong(Long::longValue).min().orElse(expected);
    return new KeptSession.Kept(id, interval, keepAlive, orderly ? next : UNKNOWN);
  }

  /** Since when messages of one that was taken over may be missing. */
  Instant keptAt() {
    return keptAt;
  }

  /** Whether it was made in an earlier run. */
  boolean isTakenOver() {
    return !keptAt.equals(Instant.MAX);
  }

  /** Whether the server has sent anything for it in this run. */
  boolean isHeard() {
    return heard;
  }

  /** The number of the next message. */
  long expected() {
    return expected;
  }

  /** What came before is settled. */
  void expect(long number) {
    expected = number;
    missing.clear();
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

  /** Whether it has no values but events; no run takes over one of these. */
  boolean isForEvents() {
    return handles.isEmpty();
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
    heard = true;
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

  /** Whether a missing number was not asked for yet; it counts as asked for from now on. */
  boolean ask(long number) {
    return asked.add(number);
  }

  /** The numbers that were jumped over and have not come since. */
  Set<Long> missing() {
    return missing;
  }

  private static Duration millis(double millis) {
    return Duration.ofNanos((long) (Math.max(1, millis) * 1e6));
  }
}
