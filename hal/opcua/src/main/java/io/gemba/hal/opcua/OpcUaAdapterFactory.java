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
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes adapters for {@code adapter: opcua} and looks at servers for {@code gemba discover}. */
public final class OpcUaAdapterFactory implements AdapterFactory, Browsable, TrustKeeper.Pki {

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
    return decisions(stateDirectory).list();
  }

  @Override
  public void accept(Path stateDirectory, Shown certificate) throws IOException {
    accept(
        stateDirectory,
        certificate,
        certificate.by().stream().map(By::device).collect(Collectors.toSet()));
  }

  @Override
  public void accept(Path stateDirectory, Shown certificate, Set<String> devices)
      throws IOException {
    decisions(stateDirectory).store().accept(certificate, devices);
  }

  @Override
  public void reject(Path stateDirectory, Shown certificate) throws IOException {
    decisions(stateDirectory).store().reject(certificate);
  }

  @Override
  public List<Shown> acceptAuthorities(Path stateDirectory, Path file, Set<String> devices)
      throws IOException {
    return decisions(stateDirectory).acceptAuthorities(file, devices);
  }

  @Override
  public Shown acceptIssuer(Path stateDirectory, Shown certificate, Set<String> devices)
      throws IOException {
    return decisions(stateDirectory).acceptIssuer(certificate, devices);
  }

  @Override
  public List<String> addRevocations(Path stateDirectory, Path file) throws IOException {
    return decisions(stateDirectory).addRevocations(file);
  }

  @Override
  public Exported exportOwn(Path stateDirectory, Path folder) throws IOException {
    return OwnExport.to(folder, pki(stateDirectory));
  }

  @Override
  public List<Own> own(Path stateDirectory) throws IOException {
    return new OwnRenewal(pki(stateDirectory)).list();
  }

  @Override
  public Exported renewOwn(Path stateDirectory, boolean newKey, Path folder) throws IOException {
    new OwnRenewal(pki(stateDirectory)).begin(newKey);
    return exportOwn(stateDirectory, folder);
  }

  @Override
  public String finishRenewal(Path stateDirectory, boolean force) throws IOException {
    return new OwnRenewal(pki(stateDirectory)).finish(force, Instant.now());
  }

  @Override
  public String cancelRenewal(Path stateDirectory) throws IOException {
    return new OwnRenewal(pki(stateDirectory)).cancel();
  }

  private static Decisions decisions(Path stateDirectory) {
    return new Decisions(pki(stateDirectory), Instant.now());
  }

  private static Path pki(Path stateDirectory) {
    return stateDirectory.resolve("pki");
  }
}
