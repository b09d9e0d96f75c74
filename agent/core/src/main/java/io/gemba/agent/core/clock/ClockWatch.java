package io.gemba.agent.core.clock;

import io.gemba.agent.core.clock.ClockSource.Basis;
import io.gemba.agent.core.clock.ClockState.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the gateway's wall clock against the time since the boot: whether it was set, and every
 * step of it.
 *
 * <p>A Pi has no battery: before NTP it wakes up in the past, mostly not so far that one could see
 * it. So a clock counts as set when it stands after the day of the build <em>and</em> somebody
 * vouches for it: the kernel or systemd-timesyncd, a clock that runs while the machine is off, or
 * whoever stepped it while the agent watched. Once set it stays so until the next boot, whatever
 * becomes of the time server: a quartz drifts by seconds a day. Safe for several threads, but
 * {@link #mark} belongs to one.
 */
public final class ClockWatch implements BooleanSupplier {
  private static final long NANOS_PER_MS = 1_000_000;
  private static final long CLOSE_TOGETHER_NANOS = 1_000_000;
  private static final int TRIES = 5;

  /** The two clocks read at one moment. */
  private record Reading(long bootMs, long wallMs) {
    long offset() {
      return wallMs - bootMs;
    }
  }

  private final ClockSource source;
  private final long notBefore;
  private Reading last;
  private Basis basis = Basis.NOT_SET;
  private long steps;
  private @Nullable Step lastStep;

  private Reading marked;
  private boolean markedSynced;

  /**
   * Watches from now on.
   *
   * @param notBefore a moment that has certainly passed, such as the day of the build
   */
  public ClockWatch(ClockSource source, Instant notBefore) {
    this.source = source;
    this.notBefore = notBefore.toEpochMilli();
    this.last = read();
    this.basis = possible(last) ? source.vouched() : Basis.NOT_SET;
    this.marked = last;
    this.markedSynced = basis != Basis.NOT_SET;
  }

  /**
   * Believes the clock from now on, as long as it stands after the build: for a reason of its own.
   */
  public synchronized void believe(Basis why) {
    if (basis == Basis.NOT_SET && possible(last)) {
      basis = why;
      markedSynced = true;
    }
  }

  /** Names this boot of the machine; empty where the system does not tell. */
  public String bootId() {
    return source.bootId();
  }

  private Reading read() {
    long narrowest = Long.MAX_VALUE;
    Reading best = new Reading(0, 0);
    for (int i = 0; i < TRIES && narrowest > CLOSE_TOGETHER_NANOS; i++) {
      long before = source.bootNanos();
      long wall = source.millis();
      long width = source.bootNanos() - before;
      if (width < narrowest) {
        narrowest = width;
        best = new Reading((before + width / 2) / NANOS_PER_MS, wall);
      }
    }
    return best;
  }

  private boolean possible(Reading now) {
    return now.wallMs() >= notBefore;
  }

  private synchronized Reading look() {
    Reading now = read();
    long by = now.offset() - last.offset();
    boolean stepped = Math.abs(by) > ClockMark.STEP_MS;
    if (stepped) {
      steps++;
      lastStep = new Step(Instant.ofEpochMilli(now.wallMs() - by), Duration.ofMillis(by));
    }
    if (!possible(now)) {
      basis = Basis.NOT_SET;
    } else if (basis == Basis.NOT_SET) {
      Basis vouched = source.vouched();
      basis = vouched == Basis.NOT_SET && stepped ? Basis.WATCHED : vouched;
    }
    last = now;
    return now;
  }

  /** Whether the clock may be believed now. */
  @Override
  public boolean getAsBoolean() {
    return state().synced();
  }

  /** What is known now. */
  public synchronized ClockState state() {
    Reading now = look();
    return new ClockState(
        basis != Basis.NOT_SET,
        basis,
        source.bootId(),
        Duration.ofMillis(now.bootMs()),
        steps,
        lastStep);
  }

  /** The clocks now, and what became of them since the last mark. One thread. */
  public synchronized ClockMark mark() {
    Reading now = look();
    boolean synced = basis != Basis.NOT_SET;
    long by = now.offset() - marked.offset();
    ClockMark mark =
        new ClockMark(
            source.bootId(),
            now.bootMs(),
            now.wallMs() - (now.bootMs() - marked.bootMs()),
            now.wallMs(),
            synced,
            Math.abs(by) > ClockMark.STEP_MS ? by : 0,
            markedSynced);
    marked = now;
    markedSynced = synced;
    return mark;
  }
}
