package io.gemba.agent.core.config;

import io.gemba.cloud.spi.GatewayId;
import java.time.ZoneId;
import java.util.List;

/**
 * The whole configuration of a gateway.
 *
 * @param gateway who it is
 * @param timezone the plant's; shifts follow it
 * @param journal how samples are buffered
 * @param uplinks where they go; may be empty (buffer only)
 * @param devices what is read
 * @param lines the production lines
 * @param page the gateway's own web page
 */
public record AgentConfig(
    GatewayId gateway,
    ZoneId timezone,
    JournalConfig journal,
    List<UplinkConfig> uplinks,
    List<DeviceEntry> devices,
    List<LineConfig> lines,
    PageConfig page) {
  public AgentConfig {
    uplinks = List.copyOf(uplinks);
    devices = List.copyOf(devices);
    lines = List.copyOf(lines);
  }
}
