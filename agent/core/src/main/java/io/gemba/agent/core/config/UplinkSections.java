package io.gemba.agent.core.config;

import io.gemba.agent.core.config.UplinkConfig.Order;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.cloud.spi.UplinkFactory;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes facts of the section {@code uplinks} and lets the uplink check its own keys. */
final class UplinkSections {
  private final UplinkFactory factory;
  private final GatewayId gateway;

  UplinkSections(UplinkFactory factory, GatewayId gateway) {
    this.factory = factory;
    this.gateway = gateway;
  }

  List<UplinkConfig> read(Section top) {
    List<UplinkConfig> uplinks = new ArrayList<>();
    for (Map.Entry<String, Section> entry : top.named("uplinks").entrySet()) {
      Section section = entry.getValue();
      check(entry.getKey(), section);
      Settings backlog = section.settings().section("backlog");
      uplinks.add(
          new UplinkConfig(
              entry.getKey(),
              section.settings(),
              backlog.has("share") ? backlog.decimal("share") : 0,
              backlog.has("rate") ? backlog.decimal("rate") : 0,
              "newest-first".equals(backlog.optionalText("order").orElse(""))
                  ? Order.NEWEST_FIRST
                  : Order.OLDEST_FIRST,
              section.settings().optionalText("renamed-from").orElse(null)));
    }
    return uplinks;
  }

  private void check(String name, Section section) {
    if (!section.sound()) {
      return;
    }
    try {
      factory.create(name, gateway, section.settings());
    } catch (ConfigException e) {
      section.report(e);
    }
  }
}
