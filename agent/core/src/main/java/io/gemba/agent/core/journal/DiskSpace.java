package io.gemba.agent.core.journal;

/**
 * How far the journal may grow: to its size cap, or less far for a minute after the disk was full.
 * Guarded by the journal's lock.
 */
final class DiskSpace {
  private static final long REMEMBERS_MS = 60_000;
  private static final int SMALLEST_SHARE = 5;

  private final long maxSize;
  private long diskLimit = Long.MAX_VALUE;
  private long untilMs;
  private int timesFull;

  DiskSpace(long maxSize) {
    this.maxSize = maxSize;
  }

  long maxSize() {
    return maxSize;
  }

  long limit(long nowMs) {
    if (nowMs >= untilMs) {
      diskLimit = Long.MAX_VALUE;
    }
    return Math.min(maxSize, diskLimit);
  }

  /**
   * The disk was full with so many bytes in use: no growth for now, and every time in a row more
   * has to go.
   */
  void wasFull(long used, long nowMs) {
    long twentieths = (1L << Math.min(timesFull, SMALLEST_SHARE)) - 1;
    diskLimit = used - Math.min(used, twentieths * (used / 20));
    untilMs = nowMs + REMEMBERS_MS;
    timesFull++;
  }

  void written() {
    timesFull = 0;
  }
}
