package io.gemba.cloud.console.history;

import org.jspecify.annotations.Nullable;

/** Takes samples of one point as they are read, oldest first. */
interface Rows {

  /**
   * One sample.
   *
   * @param time source time, ms since the epoch
   * @param value Boolean, Long, Double, String, a {@link io.gemba.cloud.console.wire.Document}, or
   *     null
   * @param quality 0 good, 1 uncertain, 2 bad
   */
  void add(long time, @Nullable Object value, int quality);

  /** What was added last and what is added next do not join on. */
  void gap();
}
