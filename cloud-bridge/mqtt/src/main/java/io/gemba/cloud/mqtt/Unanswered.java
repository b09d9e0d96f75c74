package io.gemba.cloud.mqtt;

import io.gemba.cloud.spi.Delivery;
import java.util.Comparator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The messages whose acknowledgement is outstanding, oldest first. Safe for several threads. */
final class Unanswered {
  private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /** One message on its way. */
  final class Entry {
    private final CompletableFuture<Delivery> delivery = new CompletableFuture<>();
    private final long sentAt;
    private final long length;

    private Entry(long sentAt, long length) {
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

    /** The first answer counts. */
    void answer(Delivery how) {
      if (!delivery.isDone()) {
        synchronized (this) {
          if (delivery.isDone()) {
            return;
          }
          count.decrementAndGet(); // before whoever waits sends the next one
          delivery.complete(how);
        }
      }
    }
  }

  /**
   * Notes a message.
   *
   * @param now of a monotonic clock, in nanoseconds
   * @param length of the packet, in bytes
   */
  Entry add(long now, long length) {
    while (true) {
      Entry head = entries.peek();
      if (head == null || !head.delivery.isDone()) {
        break;
      }
      entries.poll(); // only the sending thread takes entries out
    }
    Entry entry = new Entry(now, length);
    count.incrementAndGet();
    entries.add(entry);
    return entry;
  }

  /** How many there are. */
  int count() {
    return count.get();
  }

  /** Whether one has waited longer than this. */
  boolean anyOlderThan(long nanos, long now) {
    for (Entry entry : entries) {
      if (!entry.delivery.isDone()) {
        return now - entry.sentAt > nanos;
      }
    }
    return false;
  }

  /** The longest one, if any. */
  Optional<Entry> longest() {
    return entries.stream()
        .filter(entry -> !entry.delivery.isDone())
        .max(Comparator.comparingLong(Entry::length));
  }

  /** The same answer for all that are left. */
  void answerAll(Delivery how) {
    entries.forEach(entry -> entry.answer(how));
  }
}
