package io.gemba.agent.core.config;

import io.gemba.cloud.spi.GatewayId;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/**
 * The whole configuration of a gateway.
 *
 * @param gateway who it is
 * @param timezone the plant's; shifts follow it
 * @param journal how samples are buffered
 * @param uplinks where they go; may be empty (buffer only)
 * @param devices what is read
 * @param lines the production lines
 * @param alarms what the gateway watches for by itself
 * @param page the gateway's own web page
 */
public record AgentConfig(
    GatewayId gateway,
    ZoneId timezone,
    JournalConfig journal,
    List<UplinkConfig> uplinks,
    List<DeviceEntry> devices,
    List<LineConfig> lines,
    List<AlarmConfig> alarms,
    PageConfig page) {
  public AgentConfig {
    uplinks = List.copyOf(uplinks);
    devices = List.copyOf(devices);
    lines = List.copyOf(lines);
    alarms = List.copyOf(alarms);
  }

  /** Every {@code area/line} of which something is told, configured or only watched. */
  public List<String> lineNames() {
    return Stream.concat(
            lines.stream().map(LineConfig::line), alarms.stream().map(AlarmConfig::line))
        .distinct()
        .toList();
  }
}
