package io.gemba.cloud.mqtt;

import io.gemba.cloud.spi.Delivery;
import java.util.Comparator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The messages whose acknowledgement is outstanding, oldest first. Entries are added by one thread;
 * everything else is safe for several.
 */
final class Unanswered {
  private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong newestAnswered = new AtomicLong(-1);
  private final LongSupplier ticker;
  private volatile long lastAnswerAt;
  private long added;

  /**
   * Nothing outstanding yet.
   *
   * @param ticker a monotonic clock, in nanoseconds
   */
  Unanswered(LongSupplier ticker) {
    this.ticker = ticker;
    this.lastAnswerAt = ticker.getAsLong();
  }

  /** One message on its way. */
  final class Entry {
    private final CompletableFuture<Delivery> delivery = new CompletableFuture<>();
    private final long number;
    private final long sentAt;
    private final long length;

    private Entry(long number, long sentAt, long length) {
      this.number = number;
      this.sentAt = sentAt;
      this.length = length;
    }

    CompletableFuture<Delivery> delivery() {
      return delivery;
    }

    /** How long the packet was, in bytes. */
    long length() {
      return length;
    }

    /** The broker has answered this one. */
    void answer(Delivery how) {
      lastAnswerAt = ticker.getAsLong();
      newestAnswered.accumulateAndGet(number, Math::max);
      settle(how);
    }

    /** This is its answer, wherever it comes from; the first one counts. */
    void settle(Delivery how) {
      if (entries.remove(this)) { // nearly always the first: brokers answer in order
        count.decrementAndGet(); // before whoever waits sends the next one
        delivery.complete(how);
      }
    }
  }

  /** Notes a message of this length, in bytes, before it is sent. */
  Entry add(long length) {
    Entry entry = new Entry(added++, ticker.getAsLong(), length);
    count.incrementAndGet();
    entries.add(entry);
    return entry;
  }

  /** How many there are. */
  int count() {
    return count.get();
  }

  /**
   * Whether the broker owes an answer for longer than this. On a slow line a full window takes its
   * time, so while answers keep coming the oldest message may wait; but not once a later one was
   * answered, for answers come in order (MQTT 5 §4.6).
   */
  boolean overdue(long nanos) {
    Entry oldest = entries.peek();
    if (oldest == null) {
      return false;
    }
    long now = ticker.getAsLong();
    long sinceSent = now - oldest.sentAt;
    boolean overtaken = newestAnswered.get() > oldest.number;
    return sinceSent > nanos && (overtaken || now - lastAnswerAt > nanos);
  }

  /** The longest one, if any. */
  Optional<Entry> longest() {
    return entries.stream().max(Comparator.comparingLong(Entry::length));
  }

  /** The same answer for all that are left. */
  void settleAll(Delivery how) {
    entries.forEach(entry -> entry.settle(how));
  }
}
