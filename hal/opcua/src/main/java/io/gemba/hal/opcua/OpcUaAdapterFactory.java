package io.gemba.hal.opcua;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Discoverable.Browsable;
import io.gemba.hal.spi.Discoverable.Found;
import io.gemba.hal.spi.Discoverable.Scope;
import io.gemba.hal.spi.Discoverable.Visitor;
import io.gemba.hal.spi.TrustKeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Makes adapters for {@code adapter: opcua} and looks at servers for {@code gemba discover}. */
public final class OpcUaAdapterFactory implements AdapterFactory, Browsable, TrustKeeper {

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
    SideSettings side = SideSettings.of(config);
    return new OpcUaAdapter(
        DeviceSettings.of(SideSettings.valuesOnly(config)), side, System::nanoTime);
  }

  @Override
  public boolean understands(String target) {
    return target.toLowerCase(Locale.ROOT).startsWith("opc.tcp://");
  }

  @Override
  public List<Found> discover(String target) throws IOException, InterruptedException {
    return Discovery.describe(target);
  }

  @Override
  public void browse(Scope scope, Path stateDirectory, Visitor visitor)
      throws IOException, InterruptedException {
    Browsing.walk(scope, stateDirectory, visitor);
  }

  @Override
  public List<Shown> certificates(Path stateDirectory) throws IOException {
    return store(stateDirectory).all();
  }

  @Override
  public void accept(Path stateDirectory, Shown certificate) throws IOException {
    store(stateDirectory).decide(certificate, State.TRUSTED);
  }

  @Override
  public void reject(Path stateDirectory, Shown certificate) throws IOException {
    store(stateDirectory).decide(certificate, State.REJECTED);
  }

  @Override
  public Exported exportOwn(Path stateDirectory, Path folder) throws IOException {
    return OwnExport.to(folder, stateDirectory.resolve("pki"));
  }

  private static TrustStore store(Path stateDirectory) {
    return new TrustStore(stateDirectory.resolve("pki"));
  }
}
