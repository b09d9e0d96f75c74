package io.gemba.agent.core.line;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * One shift on one day, in absolute time. What happens between its end and the start of the next
 * one still counts for it.
 *
 * @param from its start
 * @param to its end
 * @param next the start of the next shift
 * @param breaks planned stops within it, in order
 * @param target planned quantity
 */
record ShiftWindow(
    Instant from, Instant to, Instant next, List<Pause> breaks, OptionalLong target) {
  ShiftWindow {
    breaks = List.copyOf(breaks);
  }

  /** A planned stop, its end excluded. */
  record Pause(Instant from, Instant to) {
    boolean holds(Instant at) {
      return !at.isBefore(from) && at.isBefore(to);
    }
  }

  /** Whether the line is meant to stand at a moment. */
  boolean planned(Instant at) {
    return !at.isBefore(to) || breaks.stream().anyMatch(pause -> pause.holds(at));
  }

  /** Why the line is meant to stand, in words. */
  String why(Instant at) {
    return at.isBefore(to) ? "break" : "no shift";
  }

  /** The next moment after one at which {@link #planned} or the shift may change. */
  Instant boundaryAfter(Instant at) {
    Instant nearest = to.isAfter(at) && to.isBefore(next) ? to : next;
    for (Pause pause : breaks) {
      nearest = earlierAfter(at, pause.from(), nearest);
      nearest = earlierAfter(at, pause.to(), nearest);
    }
    return nearest;
  }

  /** How much of the planned working time has passed, 0 to 1. */
  double share(Instant at) {
    Duration all = working(to);
    return all.isZero() ? 0 : (double) working(at).toMillis() / all.toMillis();
  }

  private Duration working(Instant until) {
    Instant end = until.isBefore(to) ? until : to;
    Duration time = end.isAfter(from) ? Duration.between(from, end) : Duration.ZERO;
    for (Pause pause : breaks) {
      Instant stop = pause.to().isBefore(end) ? pause.to() : end;
      if (stop.isAfter(pause.from())) {
        time = time.minus(Duration.between(pause.from(), stop));
      }
    }
    return time;
  }

  private static Instant earlierAfter(Instant at, Instant candidate, Instant nearest) {
    return candidate.isAfter(at) && candidate.isBefore(nearest) ? candidate : nearest;
  }
}
