package io.gemba.cloud.spi;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.Settings;
import java.util.List;

/** Makes uplinks of one kind and describes what their configuration may hold. */
public interface UplinkFactory {

  /** What may be written under {@code uplinks.<name>}, beside the host's own keys (backlog). */
  List<ConfigKey> keys();

  /**
   * Makes an uplink; no I/O but reading the files it names.
   *
   * @param name the uplink's name in the configuration
   * @throws ConfigException what is wrong with which key
   */
  Uplink create(String name, GatewayId gateway, Settings settings) throws ConfigException;
}
