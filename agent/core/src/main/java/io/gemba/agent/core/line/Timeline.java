package io.gemba.agent.core.line;

import io.gemba.cloud.spi.LineStatus.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a line was doing when, with every millisecond counted exactly once. Readings may be dated
 * back until they are settled; sums are made of settled time, the rest is added up when asked for.
 * All times are whole milliseconds. One thread.
 */
final class Timeline {
  /** A state and since when it lasts without a break. */
  record Run(State state, @Nullable String cause, Instant since) {
    Run then(Piece piece) {
      return new Run(piece.state(), piece.cause(), piece.state() == state ? since : piece.from());
    }
  }

  private final ShiftCalendar calendar;
  private final Consumer<Piece> history;
  private final List<Reading> readings = new ArrayList<>();
  private ShiftWindow window;
  private Instant settled;
  private StateTimes times;
  private Run run;

  /**
   * A timeline that continues from sums.
   *
   * @param times what happened in the shift until {@code first.from()}
   * @param first what has held from then on
   * @param history takes what is settled, in order and without holes
   */
  Timeline(
      ShiftCalendar calendar,
      ShiftWindow window,
      StateTimes times,
      Reading first,
      Consumer<Piece> history) {
    this.calendar = calendar;
    this.history = history;
    this.window = window;
    this.times = times;
    this.settled = first.from();
    readings.add(first);
    this.run = new Run(first.state(), first.cause(), first.from());
    this.run = run.then(Piece.of(first, windowAt(settled), settled, settled));
  }

  ShiftWindow window() {
    return window;
  }

  /** When the newest reading began: what is known at once cannot be dated before it. */
  Instant newest() {
    return readings.getLast().from();
  }

  /** A reading holds from its date on, or from where time is settled; later ones are replaced. */
  void set(Reading reading) {
    if (reading.sameAs(readings.getLast())) {
      return;
    }
    Instant from = reading.from().isBefore(settled) ? settled : reading.from();
    while (!readings.isEmpty() && !readings.getLast().from().isBefore(from)) {
      readings.removeLast();
    }
    if (readings.isEmpty() || !readings.getLast().sameAs(reading)) {
      readings.add(new Reading(reading.state(), reading.cause(), from));
    }
  }

  /** The next shift has begun; its sums start from nothing. */
  void roll(ShiftWindow next) {
    window = next;
    times = new StateTimes();
  }

  /** Nothing before this moment will be dated differently any more. */
  void settle(Instant until) {
    if (!until.isAfter(settled)) {
      return;
    }
    walk(
        until,
        piece -> {
          run = run.then(piece);
          history.accept(piece);
          count(times, piece);
        });
    while (readings.size() > 1 && !readings.get(1).from().isAfter(until)) {
      readings.removeFirst();
    }
    settled = until;
  }

  /** What the line is in at a moment, and since when. */
  Run at(Instant at) {
    Run[] now = {run};
    walk(at, piece -> now[0] = now[0].then(piece));
    return now[0].then(Piece.of(readings.getLast(), windowAt(at), at, at));
  }

  /** The stops of this shift, as far as time is settled. */
  Stops stops() {
    return times.stops();
  }

  /** The times of the current shift until a moment. */
  StateTimes until(Instant at) {
    StateTimes sums = times.copy();
    walk(at, piece -> count(sums, piece));
    return sums;
  }

  private void count(StateTimes sums, Piece piece) {
    if (!piece.from().isBefore(window.from()) && piece.from().isBefore(window.next())) {
      sums.add(piece);
    }
  }

  private void walk(Instant until, Consumer<Piece> each) {
    Instant at = settled;
    int index = 0;
    while (at.isBefore(until)) {
      while (index + 1 < readings.size() && !readings.get(index + 1).from().isAfter(at)) {
        index++;
      }
      ShiftWindow current = windowAt(at);
      Instant end = earlier(until, current.boundaryAfter(at));
      if (index + 1 < readings.size()) {
        end = earlier(end, readings.get(index + 1).from());
      }
      each.accept(Piece.of(readings.get(index), current, at, end));
      at = end;
    }
  }

  private ShiftWindow windowAt(Instant at) {
    boolean current = !at.isBefore(window.from()) && at.isBefore(window.next());
    return current ? window : calendar.at(at);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
