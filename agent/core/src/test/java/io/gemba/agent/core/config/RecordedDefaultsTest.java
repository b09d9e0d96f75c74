package io.gemba.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.agent.core.config.UplinkConfig.Order;
import io.gemba.hal.spi.ConfigKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A default that changes, changes plants: every one is written down here a second time. */
class RecordedDefaultsTest {
  @TempDir Path folder;

  private static final String SHORTEST =
      """
      gateway: { enterprise: acme, site: dongguan, id: gw-01 }
      uplinks: { hq: { url: "mqtt://127.0.0.1" } }
      devices:
        andon: { adapter: gpio, place: molding/l3/andon, points: { parts: { line: 17 } } }
      lines:
        molding/l3: { state: { from: counter }, good: andon/parts, shifts: [{ from: "06:00", to: "14:00" }] }
      """;

  @Test
  void theShortestFileGetsTheseDefaults() throws Exception {
    AgentConfig config = new ConfigFolder(folder).load(SHORTEST);

    assertThat(config.timezone()).isEqualTo(ZoneId.systemDefault());
    assertThat(config.journal())
        .isEqualTo(
            new JournalConfig(
                folder.resolve("journal"),
                Duration.ofMillis(250),
                2L << 30,
                Duration.ofDays(30),
                WhenFull.DROP_OLDEST));
    assertThat(config.page()).isEqualTo(new PageConfig(true, "127.0.0.1", 8480, Optional.empty()));
    assertThat(config.uplinks().getFirst().backlogShare()).isEqualTo(0.5);
    assertThat(config.uplinks().getFirst().backlogRate()).isEqualTo(20_000);
    assertThat(config.uplinks().getFirst().backlogOrder()).isEqualTo(Order.OLDEST_FIRST);
    assertThat(config.uplinks().getFirst().renamedFrom()).isNull();
    assertThat(config.devices().getFirst().config().points().getFirst().unit()).isNull();
    assertThat(config.devices().getFirst().config().points().getFirst().writable()).isFalse();
    assertThat(config.devices().getFirst().pointNames()).isEmpty();
    LineConfig line = config.lines().getFirst();
    assertThat(line.names()).isEmpty();
    assertThat(line.reject()).isEmpty();
    assertThat(line.idealCycle()).isZero();
    assertThat(line.shifts().getFirst().days()).hasSize(7);
    assertThat(line.shifts().getFirst().breaks()).isEmpty();
    assertThat(line.shifts().getFirst().target()).isEmpty();
  }

  @Test
  void noOtherHostKeyHasADefault() {
    Map<String, String> defaults = new TreeMap<>();
    Schema schema = new Schema(Map.of(), new TestPlugins.TestUplinks());
    collect("", schema.top(), defaults);
    assertThat(defaults)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("gateway.page.listen", "127.0.0.1:8480"),
                Map.entry("journal.directory", "journal"),
                Map.entry("journal.commit-every", "250ms"),
                Map.entry("journal.max-size", "2GiB"),
                Map.entry("journal.max-age", "30d"),
                Map.entry("journal.when-full", "drop-oldest"),
                Map.entry("journal.card-endurance", "30TiB"),
                Map.entry("uplinks.backlog.share", "50%"),
                Map.entry("uplinks.backlog.order", "oldest-first"),
                Map.entry("uplinks.backlog.rate", "20000/s"),
                Map.entry("uplinks.format", "json"),
                Map.entry("devices.points.writable", "false"),
                Map.entry("lines.shifts.days", "mon-sun"),
                Map.entry("alarms.hysteresis", "0"),
                Map.entry("alarms.on-delay", "0s"),
                Map.entry("alarms.off-delay", "5s"),
                Map.entry("alarms.severity", "warning")));
  }

  private static void collect(String prefix, List<ConfigKey> keys, Map<String, String> into) {
    for (ConfigKey key : keys) {
      if (key.defaultText() != null) {
        into.put(prefix + key.name(), key.defaultText());
      }
      collect(prefix + key.name() + ".", key.keys(), into);
    }
  }
}
