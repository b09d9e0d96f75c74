package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.tck.DeviceConfigs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.junit.jupiter.api.Test;

class DeviceSettingsTest {

  @Test
  void hasTheseDefaults() throws Exception {
    DeviceSettings device = parse(Map.of("node", "ns=2;s=Speed"));
    assertThat(device)
        .isEqualTo(
            new DeviceSettings(
                "press1",
                "opc.tcp://192.0.2.10:4840",
                List.of(),
                Security.BEST,
                null,
                false,
                null,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(4),
                List.of(
                    new PointSettings(
                        "speed",
                        false,
                        "ns=2;s=Speed",
                        ExpandedNodeId.parse("ns=2;s=Speed"),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        30,
                        0,
                        false))));
  }

  @Test
  void makesTheQueueLongEnoughForTheIntervals() throws Exception {
    assertThat(queue("sampling-interval", "10ms")).isEqualTo(1_000);
    assertThat(queue("sampling-interval", "0ms")).isEqualTo(100);
    assertThat(queue("sampling-interval", "5s")).isEqualTo(10);
    assertThat(queue("queue", 3)).isEqualTo(3);
  }

  @Test
  void namesTheKeyThatIsWrong() {
    assertThatThrownBy(() -> parse(Map.of("node", "Speed")))
        .isInstanceOfSatisfying(
            ConfigException.class, wrong -> assertThat(wrong.key()).isEqualTo("points.speed.node"))
        .hasMessageContaining("nsu=urn:");
    assertThatThrownBy(
            () -> parse(Map.of("node", "i=1", "deadband", 101.0, "deadband-type", "percent")))
        .isInstanceOfSatisfying(
            ConfigException.class,
            wrong -> assertThat(wrong.key()).isEqualTo("points.speed.deadband"));
  }

  private static long queue(String key, Object value) throws ConfigException {
    return parse(Map.of("node", "i=1", key, value)).points().getFirst().queue();
  }

  private static DeviceSettings parse(Map<String, Object> point) throws ConfigException {
    Map<String, Object> settings =
        Map.of("endpoint", "opc.tcp://192.0.2.10:4840", "points", Map.of("speed", point));
    return DeviceSettings.of(DeviceConfigs.parse(new OpcUaAdapterFactory(), "press1", settings));
  }
}
