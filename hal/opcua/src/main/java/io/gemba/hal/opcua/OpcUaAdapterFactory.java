package io.gemba.hal.opcua;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Discoverable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Makes adapters for {@code adapter: opcua} and looks at servers for {@code gemba discover}. */
public final class OpcUaAdapterFactory implements AdapterFactory, Discoverable {

  @Override
  public String name() {
    return "opcua";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<ConfigKey> deviceKeys() {
    return Keys.DEVICE;
  }

  @Override
  public List<ConfigKey> pointKeys() {
    return Keys.POINT;
  }

  @Override
  public Adapter create(DeviceConfig config) throws ConfigException {
    return new OpcUaAdapter(DeviceSettings.of(config), System::nanoTime);
  }

  @Override
  public boolean understands(String target) {
    return target.toLowerCase(Locale.ROOT).startsWith("opc.tcp://");
  }

  @Override
  public List<Found> discover(String target) throws IOException, InterruptedException {
    return Discovery.describe(target);
  }
}
