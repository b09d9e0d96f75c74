package io.gemba.hal.simulator.model;

import java.util.SplittableRandom;

/** Times the moulding cycles: a little over the ideal, with jitter, slow drift and slow cycles. */
final class CycleClock {

  private final SplittableRandom random;
  private final double ideal;
  private final double rejectRate;
  private double drift;
  private long length;
  private long end = Sequencer.NEVER;
  private long remaining;

  CycleClock(SplittableRandom random, LineSettings settings) {
    this.random = random;
    this.ideal = settings.idealCycle().toMillis();
    this.rejectRate = settings.rejectRate();
  }

  /** When the running cycle ends, or {@link Sequencer#NEVER} while none runs. */
  long end() {
    return end;
  }

  /** How long the running, or the last, cycle is, in milliseconds. */
  long length() {
    return length;
  }

  /** Starts a cycle, or goes on with the one that was interrupted. */
  void run(long at) {
    if (remaining == 0) {
      length = draw();
      remaining = length;
    }
    end = at + remaining;
    remaining = 0;
  }

  /** Interrupts the cycle, to go on with it later or to lose its part. */
  void interrupt(long at, boolean keep) {
    remaining = keep && end != Sequencer.NEVER ? Math.max(1, end - at) : 0;
    end = Sequencer.NEVER;
  }

  /** Whether the part that was just finished is good. */
  boolean good() {
    return random.nextDouble() >= rejectRate;
  }

  private long draw() {
    drift = 0.98 * drift + 0.003 * random.nextGaussian();
    double jitter = 0.008 * Math.clamp(random.nextGaussian(), -3, 3);
    double slow = random.nextInt(100) == 0 ? 0.2 + 0.3 * random.nextDouble() : 0;
    return Math.round(ideal * Math.max(0.95, 1.02 + drift + jitter + slow));
  }
}
