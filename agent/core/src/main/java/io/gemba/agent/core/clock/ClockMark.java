package io.gemba.agent.core.clock;

/**
 * When samples were taken out of the inbox, by all clocks there are: what is stored beside a block.
 *
 * @param boot names this boot of the machine; empty when only the wall clock is known
 * @param bootMs since the boot
 * @param sinceMs wall time, by the clock as it is now, of the mark before: what was taken with this
 *     one arrived between the two
 * @param wallMs wall time, ms since the epoch, UTC
 * @param synced whether the wall clock was set
 * @param stepMs how far the wall clock was stepped since the mark before; 0 = it was not
 * @param wasSynced whether the wall clock was set at the mark before
 */
public record ClockMark(
    String boot,
    long bootMs,
    long sinceMs,
    long wallMs,
    boolean synced,
    long stepMs,
    boolean wasSynced) {

  /** A smaller change of wall time against boot time is reading two clocks, not a step. */
  public static final long STEP_MS = 200;

  /** A source time further than this from the time of arrival is another clock's. */
  public static final long SKEW_MS = 10_000;

  /** A mark by the wall clock alone. */
  public static ClockMark wall(long wallMs, boolean synced) {
    return new ClockMark("", 0, wallMs, wallMs, synced, 0, synced);
  }

  /** Wall time minus time since the boot: constant until somebody steps the wall clock. */
  public long offsetMs() {
    return wallMs - bootMs;
  }

  /** The same moment by the wall clock as it was before its step. */
  public ClockMark beforeStep() {
    return new ClockMark(boot, bootMs, sinceMs - stepMs, wallMs - stepMs, wasSynced, 0, wasSynced);
  }

  /** Whether a source time cannot be the gateway's: it lies far off the time of arrival. */
  public boolean disagrees(long timeMs) {
    return !boot.isEmpty() && distance(timeMs) > SKEW_MS;
  }

  /** Whether a source time was taken from the gateway's clock before it was stepped. */
  public boolean isFromBeforeStep(long timeMs) {
    if (stepMs == 0) {
      return false;
    }
    long before = beforeStep().distance(timeMs);
    return before <= SKEW_MS && before < distance(timeMs);
  }

  private long distance(long timeMs) {
    if (timeMs < sinceMs) {
      return timeMs < sinceMs - SKEW_MS ? Long.MAX_VALUE : sinceMs - timeMs;
    }
    return timeMs <= wallMs ? 0 : timeMs > wallMs + SKEW_MS ? Long.MAX_VALUE : timeMs - wallMs;
  }
}
