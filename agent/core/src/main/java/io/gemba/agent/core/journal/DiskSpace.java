package io.gemba.agent.core.journal;

/**
 * How far the journal may grow: to its size cap; not at all while the disk has hardly any room
 * left; and less far for a minute after the disk was full. Guarded by the journal's lock.
 */
final class DiskSpace {
  private static final long REMEMBERS_MS = 60_000;
  private static final long LEFT_FREE = Reserve.BYTES;
  private static final int SMALLEST_SHARE = 5;

  private final long maxSize;
  private final Reserve reserve;
  private long diskLimit = Long.MAX_VALUE;
  private long untilMs;
  private int timesFull;

  DiskSpace(long maxSize, Reserve reserve) {
    this.maxSize = maxSize;
    this.reserve = reserve;
  }

  long maxSize() {
    return maxSize;
  }

  /** Bytes that may be in use when the file has so many. */
  long limit(long nowMs, long bytesOfFile) {
    if (nowMs >= untilMs || nowMs < untilMs - REMEMBERS_MS) { // or the clock was set back
      diskLimit = Long.MAX_VALUE;
      reserve.keep();
    }
    long growth = Math.min(maxSize, Math.max(0, reserve.usable() - LEFT_FREE));
    return Math.min(Math.min(maxSize, diskLimit), bytesOfFile + growth);
  }

  /**
   * The disk was full with so many bytes in use: no growth for now, and every time in a row more
   * has to go.
   */
  void wasFull(long used, long nowMs) {
    reserve.giveUp();
    long twentieths = (1L << Math.min(timesFull, SMALLEST_SHARE)) - 1;
    diskLimit = used - Math.min(used, twentieths * (used / 20));
    untilMs = nowMs + REMEMBERS_MS;
    timesFull++;
  }

  void written() {
    timesFull = 0;
  }
}
