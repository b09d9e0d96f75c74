package io.gemba.hal.gpio;

import com.pi4j.boardinfo.util.BoardInfoHelper;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProviderImpl;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProviderImpl;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/** The lines of a real chip, through Pi4J's provider for libgpiod. */
final class RealLines extends Pi4jLines {
  /** Pi4J's library holds one chip for the whole process: a second user would close the first. */
  private static final Semaphore THE_CHIP = new Semaphore(1);

  private RealLines(String chipName, InstantSource clock, LongSupplier ticker) throws IOException {
    super(
        new GpioDDigitalInputProviderImpl(),
        new GpioDDigitalOutputProviderImpl(),
        chipName,
        clock,
        ticker);
  }

  /**
   * Opens a chip.
   *
   * @param chip its name or what sysfs calls it; empty = the one behind a Pi's header
   * @throws IOException this is no Pi, there is no such chip, or it is in use
   */
  static Lines open(String chip, InstantSource clock, LongSupplier ticker) throws IOException {
    if (!BoardInfoHelper.runningOnRaspberryPi()) {
      throw new IOException(
          "this machine is not a Raspberry Pi, so it has no header with GPIO lines:"
              + " write chip: sim:HOST:PORT for a simulator or chip: mock for none");
    }
    String name = chip.isEmpty() ? "" : GpioChips.onThisMachine().nameOf(chip);
    if (!THE_CHIP.tryAcquire()) {
      throw new IOException(
          "another device of this gateway already uses the GPIO chip: put all points under one");
    }
    boolean open = false;
    try {
      Lines lines = new RealLines(name, clock, ticker);
      open = true;
      return lines;
    } finally {
      if (!open) {
        THE_CHIP.release();
      }
    }
  }

  @Override
  public void close() {
    try {
      super.close();
    } finally {
      THE_CHIP.release();
    }
  }
}
