package io.gemba.agent.core.config;

import io.gemba.cloud.spi.UplinkFactory;
import io.gemba.hal.spi.AdapterFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads the gateway's one YAML file and says everything that is wrong with it in one run. */
public final class ConfigLoader {
  private final Map<String, AdapterFactory> adapters;
  private final UplinkFactory uplinks;

  /**
   * A loader that knows what may be configured.
   *
   * @param adapters what is installed, by the name that {@code adapter:} takes
   * @param uplinks checks every entry of {@code uplinks:}
   */
  public ConfigLoader(Map<String, AdapterFactory> adapters, UplinkFactory uplinks) {
    this.adapters = Map.copyOf(adapters);
    this.uplinks = uplinks;
  }

  /**
   * Reads and checks a file, with the adapters' and the uplink's own checks; touches no device and
   * no network, and of the files it names opens only points files.
   *
   * @throws ConfigProblemsException everything that is wrong, a missing or unreadable file included
   * @throws IOException when the disk fails while reading
   */
  public AgentConfig load(Path file) throws ConfigProblemsException, IOException {
    String label = file.toString();
    Problems problems = new Problems(label);
    Optional<MappingNode> root = new YamlFile(label, problems).read(file);
    if (root.isEmpty()) {
      problems.throwIfAny();
      throw new IllegalStateException("a file that cannot be read has a problem");
    }
    Schema schema = new Schema(adapters, uplinks);
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    SectionReader reader = new SectionReader(schema, new Values(folder, problems), problems);
    Section top = reader.read(root.get(), schema.top(), "");
    AgentConfig config = assemble(top, new PointsFile(file, folder, reader, problems));
    problems.throwIfAny();
    return config;
  }

  private AgentConfig assemble(Section top, PointsFile pointsFile) throws IOException {
    GatewaySections host = new GatewaySections(top);
    DeviceSections devices = new DeviceSections(adapters, pointsFile);
    devices.read(top);
    new DerivedSections(devices.points()).check(top, devices.entries());
    return new AgentConfig(
        host.gateway(),
        host.timezone(),
        host.journal(),
        new UplinkSections(uplinks, host.gateway()).read(top),
        devices.entries(),
        new LineSections(devices.points(), new ReasonSections(top)).read(top),
        new AlarmSections(devices.points(), devices.entries()).read(top),
        host.page());
  }
}
