package io.gemba.agent.core.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The highest (or lowest) value within a time, where a value holds until the next one comes. Keeps
 * only values that can still become the highest, so it costs little however fast they come. One
 * thread.
 */
final class Peak {
  private final Duration within;
  private final int sign;
  private final Deque<Held> held = new ArrayDeque<>();

  /** A value and until when it held; null = it holds. */
  private record Held(double value, @Nullable Instant until) {}

  /** The highest with a sign of 1, the lowest with -1. */
  Peak(Duration within, int sign) {
    this.within = within;
    this.sign = sign;
  }

  /** A new value holds; times never run backwards. */
  void add(double value, Instant at) {
    expire(at);
    if (!held.isEmpty()) {
      held.addLast(new Held(held.removeLast().value(), at));
    }
    while (!held.isEmpty() && sign * held.getLast().value() <= sign * value) {
      held.removeLast();
    }
    held.addLast(new Held(value, null));
  }

  /** Only after a value was added. */
  double value() {
    return held.getFirst().value();
  }

  Optional<Instant> deadline() {
    Instant until = held.isEmpty() ? null : held.getFirst().until();
    return until == null ? Optional.empty() : Optional.of(until.plus(within));
  }

  void expire(Instant at) {
    while (deadline().filter(d -> !d.isAfter(at)).isPresent()) {
      held.removeFirst();
    }
  }

  void clear() {
    held.clear();
  }

  void shift(Duration by) {
    int count = held.size();
    for (int i = 0; i < count; i++) {
      Held one = held.removeFirst();
      Instant until = one.until();
      held.addLast(new Held(one.value(), until == null ? null : until.plus(by)));
    }
  }
}
