package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One lamp of a stack light: off, on or blinking. Three edges within 4 s are blinking; after 1.5 s
 * without an edge a lamp is steady, dated back to the last edge. One thread.
 */
final class Lamp {
  /** What a lamp shows. */
  enum Mode {
    OFF,
    ON,
    BLINKING
  }

  private static final Duration WINDOW = Duration.ofSeconds(4);
  private static final Duration STEADY = Duration.ofMillis(1500);
  private static final int EDGES = 3;

  /** Lamps that are told in words change within this, when they change together. */
  private static final Duration TOGETHER = Duration.ofMillis(500);

  private final Signal signal;
  private final Deque<Instant> edges = new ArrayDeque<>();
  private @Nullable Boolean lit;
  private Mode mode = Mode.OFF;
  private @Nullable Instant changed;
  private @Nullable Instant settles;

  Lamp(PointRef point) {
    this.signal = new Signal(point);
  }

  PointRef point() {
    return signal.point();
  }

  void observe(Sample sample, Instant at) {
    signal.observe(sample);
    if (signal.value() instanceof Value.Text(String words)) {
      told(words, at);
      return;
    }
    Optional<Boolean> now = Numbers.truth(signal.value());
    if (now.isEmpty()) {
      forget();
    } else if (lit == null) {
      lit = now.get();
      mode = now.get() ? Mode.ON : Mode.OFF;
      changed = at;
    } else if (!lit.equals(now.get())) {
      lit = now.get();
      edge(at);
    }
  }

  /** A device that has classified the lamp by itself says what it shows in words. */
  private void told(String words, Instant at) {
    Optional<Mode> shown = mode(words.strip().toLowerCase(Locale.ROOT));
    boolean first = lit == null;
    edges.clear();
    if (shown.isEmpty()) {
      forget();
      return;
    }
    lit = shown.get() != Mode.OFF;
    if (first || shown.get() != mode) {
      mode = shown.get();
      changed = at;
      settles = first ? null : at.plus(TOGETHER);
    }
  }

  private static Optional<Mode> mode(String words) {
    if (words.startsWith("blink") || words.startsWith("flash")) {
      return Optional.of(Mode.BLINKING);
    }
    return switch (words) {
      case "on" -> Optional.of(Mode.ON);
      case "off" -> Optional.of(Mode.OFF);
      default -> Optional.empty();
    };
  }

  void lost(String device) {
    signal.lost(device);
    if (signal.value() == null) {
      forget();
    }
  }

  /** Why nobody knows what it shows, or null. */
  @Nullable String trouble() {
    if (lit != null) {
      return null;
    }
    return signal.value() == null
        ? signal.trouble()
        : signal.point().device()
            + "/"
            + signal.point().point()
            + " says neither off, on nor blinking";
  }

  Mode mode() {
    return mode;
  }

  /** Whether it is not decided yet what the last edges mean. */
  boolean pending() {
    return settles != null || (!edges.isEmpty() && mode != Mode.BLINKING);
  }

  /** Since when it shows what it shows, told once; null when nothing changed. */
  @Nullable Instant takeChange() {
    Instant change = changed;
    changed = null;
    return change;
  }

  Optional<Instant> deadline() {
    if (settles != null) {
      return Optional.of(settles);
    }
    return edges.isEmpty() ? Optional.empty() : Optional.of(edges.getLast().plus(STEADY));
  }

  void expire(Instant at) {
    if (settles != null) {
      settles = settles.isAfter(at) ? settles : null;
    } else if (deadline().filter(d -> !d.isAfter(at)).isPresent()) {
      Mode steady = Boolean.TRUE.equals(lit) ? Mode.ON : Mode.OFF;
      if (steady != mode) {
        mode = steady;
        changed = edges.getLast();
      }
      edges.clear();
    }
  }

  /** No change to be told will be dated before this moment. */
  Instant settled(Instant at) {
    Instant untold = changed;
    if (untold != null) {
      return untold;
    }
    if (edges.isEmpty()) {
      return at;
    }
    return mode == Mode.BLINKING ? edges.getLast() : edges.getFirst();
  }

  void resume(Instant at) {
    settles = settles == null ? null : at.plus(TOGETHER);
    if (!edges.isEmpty()) {
      edges.clear();
      edges.add(at);
    }
  }

  private void edge(Instant at) {
    edges.add(at);
    while (edges.getFirst().isBefore(at.minus(WINDOW))) {
      edges.removeFirst();
    }
    if (edges.size() >= EDGES && mode != Mode.BLINKING) {
      mode = Mode.BLINKING;
      changed = edges.getFirst();
    }
  }

  private void forget() {
    lit = null;
    settles = null;
    edges.clear();
  }
}
