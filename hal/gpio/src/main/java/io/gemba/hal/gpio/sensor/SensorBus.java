package io.gemba.hal.gpio.sensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An open bus.
 *
 * @param registers for parts with registers; null on 1-Wire
 * @param folder where 1-Wire's parts are files
 */
record SensorBus(@Nullable Registers registers, Path folder) implements AutoCloseable {

  /** Opens the bus of one run. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens it.
     *
     * @throws IOException there is none, or this user may not: in words
     */
    SensorBus open(BusName name) throws IOException;
  }

  /** The kernel's buses. */
  static SensorBus ofKernel(BusName name) throws IOException {
    SensorBus bus =
        switch (name.kind()) {
          case I2C -> new SensorBus(Registers.i2c(name.node()), name.node());
          case SPI -> new SensorBus(Registers.spi(name.node()), name.node());
          case W1 -> new SensorBus(null, name.node());
        };
    bus.check();
    return bus;
  }

  /**
   * Whether 1-Wire still has a master; the others say so when they are read.
   *
   * @throws IOException it has none, in words
   */
  void check() throws IOException {
    if (registers == null && !hasMaster()) {
      throw new IOException(
          "there is no 1-Wire bus in "
              + folder
              + ": on a Pi write dtoverlay=w1-gpio in config.txt");
    }
  }

  private boolean hasMaster() throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> masters = Files.newDirectoryStream(folder, "w1_bus_master*")) {
      return masters.iterator().hasNext();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    if (registers != null) {
      registers.close();
    }
  }
}
