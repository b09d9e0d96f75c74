package io.gemba.hal.gpio.sensor;

import io.gemba.hal.gpio.cdev.NoAnswerException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An I2C bus with parts on it, as the kernel shows one: an address without a part is not
 * acknowledged, a line that is held down is a time-out for everybody, a bus can go away.
 */
final class SimulatedBus implements Registers {
  /** A part with registers. */
  interface SimulatedPart {
    int read(int register);

    void write(int register, int value);
  }

  final Map<Integer, SimulatedPart> parts = new ConcurrentHashMap<>();
  volatile boolean stuck;
  volatile boolean gone;

  /** One that holds it open. */
  SensorBus open(BusName name) throws IOException {
    check();
    return new SensorBus(this, Path.of("/nowhere"));
  }

  private void check() throws IOException {
    if (gone) {
      throw new IOException("/dev/i2c-1 is gone: was it unplugged?");
    }
  }

  private SimulatedPart part(int address) throws IOException {
    check();
    if (stuck) {
      throw new NoAnswerException("/dev/i2c-1 is stuck: does something hold SDA or SCL down?");
    }
    SimulatedPart part = parts.get(address);
    if (part == null) {
      throw new NoAnswerException("nobody answers at 0x%02x of /dev/i2c-1".formatted(address));
    }
    return part;
  }

  @Override
  public int read(int address, int register) throws IOException {
    return part(address).read(register);
  }

  @Override
  public void write(int address, int register, int value) throws IOException {
    part(address).write(register, value);
  }

  @Override
  public void close() {}
}
