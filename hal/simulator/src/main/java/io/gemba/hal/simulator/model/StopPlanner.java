package io.gemba.hal.simulator.model;

import java.util.List;
import java.util.SplittableRandom;

/** Decides when a press stops by itself, why, and for how long. */
final class StopPlanner {

  /** A stop to come. */
  record Stop(StopKind kind, String cause, long millis) {}

  /** Below this a stop is a micro-stop (minor stop), as line boards count them. */
  private static final long MINOR_MILLIS = 120_000;

  private final SplittableRandom random;
  private final long meanMillis;
  private final long longestMillis;

  StopPlanner(SplittableRandom random, LineSettings settings) {
    this.random = random;
    this.meanMillis = settings.stopsEvery().toMillis();
    this.longestMillis = settings.longestStop().toMillis();
  }

  /** Running time until the next stop, or {@link Sequencer#NEVER}. */
  long untilNext() {
    if (meanMillis == 0) {
      return Sequencer.NEVER;
    }
    double share = -Math.log(1 - random.nextDouble());
    return Math.max(1_000, Math.round(meanMillis * Math.min(share, 5)));
  }

  /** Six of ten stops are micro-stops by starving or holding; the others are long, of any kind. */
  Stop next() {
    boolean minor = random.nextInt(10) < 6;
    long longestMinor = Math.min(MINOR_MILLIS - 10_000, Math.max(2_000, longestMillis / 6));
    long millis =
        minor
            ? random.nextLong(Math.min(1_000, longestMinor / 2), longestMinor)
            : random.nextLong(Math.min(longestMinor, longestMillis / 2), longestMillis);
    StopKind kind = minor ? minorKind() : longKind();
    List<String> causes = kind.causes();
    return new Stop(kind, causes.get(random.nextInt(causes.size())), millis);
  }

  private StopKind minorKind() {
    return random.nextInt(3) == 0 ? StopKind.STARVED : StopKind.HOLD;
  }

  private StopKind longKind() {
    int drawn = random.nextInt(100);
    if (drawn < 35) {
      return StopKind.STARVED;
    } else if (drawn < 60) {
      return StopKind.HOLD;
    }
    return drawn < 85 ? StopKind.FAULT : StopKind.SETUP;
  }
}
