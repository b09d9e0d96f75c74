package io.gemba.agent.core.line;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notices that parts stopped coming: none for max(5 × ideal cycle, 30 s). The silence is dated back
 * to the last part + one ideal cycle. One thread.
 */
final class PulseWatch {
  private static final Duration SHORTEST = Duration.ofSeconds(30);
  private final Duration ideal;
  private final Duration limit;
  private @Nullable Instant reference;
  private boolean pulsed;
  private boolean silent;

  PulseWatch(Duration ideal) {
    this.ideal = ideal;
    Duration five = ideal.multipliedBy(5);
    this.limit = five.compareTo(SHORTEST) > 0 ? five : SHORTEST;
  }

  /** Watches from a moment on; without effect while watching. */
  void start(Instant at) {
    if (reference == null) {
      reference = at;
      pulsed = false;
      silent = false;
    }
  }

  void stop() {
    reference = null;
    silent = false;
    pulsed = false;
  }

  void pulse(Instant at) {
    boolean later = reference == null || at.isAfter(reference);
    reference = later ? at : reference;
    pulsed = true;
    silent = false;
  }

  boolean pulsed() {
    return pulsed;
  }

  boolean silent() {
    return silent;
  }

  /** Since when no part was due to come; only meaningful while watching. */
  Instant silentFrom(Instant at) {
    Instant last = reference == null ? at : reference;
    return pulsed ? last.plus(ideal) : last;
  }

  Optional<Instant> deadline() {
    return silent ? Optional.empty() : Optional.ofNullable(reference).map(r -> r.plus(limit));
  }

  void expire(Instant at) {
    if (deadline().filter(d -> !d.isAfter(at)).isPresent()) {
      silent = true;
    }
  }

  Instant settled(Instant at) {
    if (reference == null || silent) {
      return at;
    }
    Instant from = silentFrom(at);
    return from.isBefore(at) ? from : at;
  }

  void resume(Instant at) {
    if (reference != null) {
      reference = at;
      silent = false;
    }
  }
}
