package io.gemba.cloud.mqtt;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The largest packet worth sending, as far as is known: our own limit, then what the broker
 * announced, then what it was seen to refuse without having announced it. Outlives sessions. Safe
 * for several threads.
 */
final class PacketLimit {
  /** A broker that refuses less than this refuses for another reason. */
  private static final long SMALLEST = 1024;

  private final AtomicLong learned;

  PacketLimit(long own) {
    learned = new AtomicLong(own);
  }

  /** The limit, in bytes, under what a broker announced. */
  long under(long announced) {
    return Math.min(learned.get(), announced);
  }

  /** A packet of this length was refused as too large. */
  void refused(long length) {
    learned.accumulateAndGet(Math.max(SMALLEST, length - 1), Math::min);
  }
}
