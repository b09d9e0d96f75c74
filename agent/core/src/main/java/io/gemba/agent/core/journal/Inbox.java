package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.SampleSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The bounded hand-over between adapters' threads and the {@link JournalWriter}. Half of the room
 * belongs to the devices in equal parts, the other half to whoever comes first: a mad device cannot
 * starve the others, and a lone one has all of it. What does not fit is counted and becomes missing
 * numbers and a gap record. Safe for any threads.
 */
public final class Inbox {
  /** Samples over all devices. */
  public static final int DEFAULT_CAPACITY = 50_000;

  static final String INBOX_FULL = "inbox-full";

  /**
   * What waited: at most two {@link DeviceSamples} per device, live and then historic.
   *
   * @param onceKept what to call when all of it is in the journal
   */
  record Drained(List<DeviceSamples> samples, List<GapDraft> gaps, List<Runnable> onceKept) {
    boolean isEmpty() {
      return samples.isEmpty() && gaps.isEmpty();
    }
  }

  private final int sharedCapacity;
  private final int reservedCapacity;
  private final LongSupplier ticker;
  private final Map<String, DeviceQueue> queues = new ConcurrentHashMap<>();
  private final AtomicInteger shared = new AtomicInteger();
  private final AtomicInteger size = new AtomicInteger();
  private volatile int quota;
  private volatile String overflowCause = INBOX_FULL;
  private volatile int wakeAt = Integer.MAX_VALUE;
  private volatile Runnable wake = () -> {};

  /** An inbox for so many samples; the ticker is monotonic, in nanoseconds. */
  public Inbox(int capacity, LongSupplier ticker) {
    if (capacity < 2) {
      throw new IllegalArgumentException("an inbox for " + capacity + " samples");
    }
    this.sharedCapacity = capacity / 2;
    this.reservedCapacity = capacity - sharedCapacity;
    this.quota = reservedCapacity;
    this.ticker = ticker;
  }

  /**
   * Where this device's samples go; the same name gets the same queue again, with the new place.
   */
  public SampleSink sinkFor(DeviceRef device) {
    DeviceQueue queue =
        queues.computeIfAbsent(device.name(), _ -> new DeviceQueue(this, device, ticker));
    queue.move(device);
    quota = reservedCapacity / queues.size();
    return queue;
  }

  /** Samples that wait. */
  public int size() {
    return size.get();
  }

  /** Calls {@code action} when more than {@code samples} wait. */
  void wakeAt(int samples, Runnable action) {
    wake = action;
    wakeAt = samples;
  }

  /** What gap records name as the cause of an overflow from now on. */
  void overflowCause(String cause) {
    overflowCause = cause;
  }

  String overflowCause() {
    return overflowCause;
  }

  /**
   * Takes everything that waits; gap records only once per ten seconds and cause, unless it is the
   * last time.
   */
  Drained drain(boolean last) {
    Drained all = new Drained(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (DeviceQueue queue : queues.values()) {
      queue.drainTo(all, last);
    }
    return all;
  }

  int quota() {
    return quota;
  }

  /** Takes up to {@code wanted} places of the shared half; how many it got. */
  int takeShared(int wanted) {
    for (int used = shared.get(); used < sharedCapacity; used = shared.get()) {
      int granted = Math.min(wanted, sharedCapacity - used);
      if (shared.compareAndSet(used, used + granted)) {
        return granted;
      }
    }
    return 0;
  }

  void giveBackShared(int places) {
    shared.addAndGet(-places);
  }

  void grown(int by) {
    int now = size.addAndGet(by);
    if (by > 0 && now > wakeAt && now - by <= wakeAt) {
      wake.run();
    }
  }
}
