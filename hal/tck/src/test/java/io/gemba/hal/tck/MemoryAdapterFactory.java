package io.gemba.hal.tck;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.DeviceConfig;
import java.util.List;

/** A well-behaved adapter factory, or one with a flaw. */
final class MemoryAdapterFactory implements AdapterFactory {
  private final Flaw flaw;
  private final Leaks leaks;

  MemoryAdapterFactory(Flaw flaw, Leaks leaks) {
    this.flaw = flaw;
    this.leaks = leaks;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<ConfigKey> deviceKeys() {
    return List.of(
        ConfigKey.of("address", ConfigKey.Kind.TEXT, "Address of the device.").mandatory());
  }

  @Override
  public List<ConfigKey> pointKeys() {
    return List.of(
        ConfigKey.of("register", ConfigKey.Kind.INTEGER, "Number of the register.").mandatory());
  }

  @Override
  public Adapter create(DeviceConfig config) throws ConfigException {
    for (DeviceConfig.Point point : config.points()) {
      if (point.settings().integer("register") % 2 == 0 && flaw != Flaw.HAL6_TAKES_ANYTHING) {
        String key = flaw == Flaw.HAL6_NAMES_NO_KEY ? "" : "points." + point.name() + ".register";
        throw new ConfigException(key, "registers are odd here");
      }
    }
    doWhatNobodyShould(config);
    return new MemoryAdapter(config, flaw, leaks);
  }

  private void doWhatNobodyShould(DeviceConfig config) {
    MemoryDevice device = MemoryDevice.at(config.settings().text("address"));
    switch (flaw) {
      case HAL1_THREAD_IN_CREATE -> leaks.thread();
      case HAL1_FILE_IN_CREATE -> leaks.socket();
      case HAL1_CREATE_NEEDS_DEVICE -> {
        if (device.state == MemoryDevice.State.AWAY) {
          throw new IllegalStateException("where is it?");
        }
      }
      case HAL1_CREATE_WAITS_FOR_DEVICE -> {
        while (device.state == MemoryDevice.State.HANGING) {
          Thread.onSpinWait();
        }
      }
      default -> {}
    }
  }
}
