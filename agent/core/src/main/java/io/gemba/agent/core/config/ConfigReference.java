package io.gemba.agent.core.config;

import io.gemba.cloud.spi.UplinkFactory;
import io.gemba.hal.spi.AdapterFactory;
import java.util.Map;

/** Prints what a configuration may hold, from the same keys that check it. */
public final class ConfigReference {
  private ConfigReference() {}

  /** All keys as Markdown tables, one a section, adapters in the order of their names. */
  public static String markdown(Map<String, AdapterFactory> adapters, UplinkFactory uplinks) {
    return "";
  }
}
