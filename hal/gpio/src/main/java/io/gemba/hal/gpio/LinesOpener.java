package io.gemba.hal.gpio;

import java.io.IOException;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Opens the lines of a chip for one run. */
@FunctionalInterface
interface LinesOpener {

  /**
   * Opens them.
   *
   * @param clock what edges are dated by
   * @param ticker the monotonic clock, in nanoseconds
   * @throws IOException there is no such chip, in words
   */
  Lines open(InstantSource clock, LongSupplier ticker) throws IOException, InterruptedException;

  /** What a configured chip is opened by: the kernel itself, or Pi4J. */
  static LinesOpener of(Chip chip, boolean pi4j) {
    return switch (chip) {
      case Chip.Mock() -> Pi4jLines::mock;
      case Chip.Sim sim -> (clock, ticker) -> SimLines.connect(sim, clock, ticker);
      case Chip.Auto() when pi4j -> (clock, ticker) -> RealLines.open("", clock, ticker);
      case Chip.Named(String name) when pi4j ->
          (clock, ticker) -> RealLines.open(name, clock, ticker);
      case Chip.Auto(), Chip.Named _ -> (clock, ticker) -> CdevLines.open(chip, clock, ticker);
    };
  }
}
