package io.gemba.agent.app;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.ConfigLoader;
import io.gemba.agent.core.config.ConfigProblemsException;
import io.gemba.agent.core.config.ConfigReference;
import io.gemba.cloud.mqtt.MqttUplinkFactory;
import io.gemba.cloud.spi.UplinkFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What is installed here: adapters, uplinks, and the configuration loader that knows them. */
final class Installation {
  private final List<InstalledAdapter> adapters;
  private final UplinkFactory uplinks = new MqttUplinkFactory(InstantSource.system());

  private Installation(List<InstalledAdapter> adapters) {
    this.adapters = adapters;
  }

  static Installation here() throws IOException {
    return new Installation(AdapterLoader.load(Home.adapters()));
  }

  List<InstalledAdapter> adapters() {
    return adapters;
  }

  UplinkFactory uplinks() {
    return uplinks;
  }

  AgentConfig load(Path file) throws ConfigProblemsException, IOException {
    return new ConfigLoader(AdapterLoader.known(adapters), uplinks).load(file);
  }

  /** Every key that may be written here, as a markdown document. */
  String reference() {
    return ConfigReference.markdown(AdapterLoader.known(adapters), uplinks);
  }

  /**
   * Says on standard error which adapters cannot be used, so that "unknown adapter" is no riddle.
   */
  void reportBrokenAdapters() {
    for (InstalledAdapter adapter : adapters) {
      if (adapter.problem() != null) {
        System.err.println("gemba: adapter '" + adapter.name() + "': " + adapter.problem());
      }
    }
  }
}
