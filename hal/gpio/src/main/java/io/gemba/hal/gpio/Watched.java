package io.gemba.hal.gpio;

/** A point that lives from the edges of its line. Used by the thread of the run alone. */
interface Watched {

  /** Takes an edge of its line. */
  void edge(Edge edge);

  /** Does what is due at this moment of the monotonic clock. */
  void settle(long now);

  /** Tells what was not yet told, because the run ends. */
  default void finish(long now) {}

  /** How long from now until something is due; Long.MAX_VALUE = nothing is. */
  long nanosUntilDue(long now);
}
