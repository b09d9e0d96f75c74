package io.gemba.cloud.console;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The console's own time.
 *
 * @param wall what people read; may be stepped
 * @param ticker nanoseconds that never step, for ages
 */
public record ConsoleClock(InstantSource wall, LongSupplier ticker) {
  /** This machine's clocks. */
  public static ConsoleClock system() {
    return new ConsoleClock(InstantSource.system(), System::nanoTime);
  }

  /** Ms since the epoch. */
  public long wallMs() {
    return wall.millis();
  }

  /** Ms that only ever grow, from an arbitrary start. */
  public long tickMs() {
    return ticker.getAsLong() / 1_000_000;
  }
}
