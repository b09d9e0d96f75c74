package io.gemba.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.agent.core.config.LineConfig.Break;
import io.gemba.agent.core.config.LineConfig.PackMl;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.config.LineConfig.Shift;
import io.gemba.agent.core.config.LineConfig.StackLight;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.hal.spi.DeviceConfig.Point;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @TempDir Path folder;
  private ConfigFolder there;

  @BeforeEach
  void prepare() throws Exception {
    there = new ConfigFolder(folder).prepare();
  }

  @Test
  void readsEverythingThatAGoodFileSays() throws Exception {
    AgentConfig config = there.load(ConfigFolder.GOOD);

    assertThat(config.gateway()).isEqualTo(new GatewayId("acme", "dongguan", "gw-01"));
    assertThat(config.timezone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
    assertThat(config.journal())
        .isEqualTo(
            new JournalConfig(
                folder.resolve("data/journal"),
                Duration.ofMillis(100),
                512L << 20,
                Duration.ofDays(7),
                WhenFull.REFUSE_NEW));
    UplinkConfig hq = config.uplinks().getFirst();
    assertThat(hq.name()).isEqualTo("hq");
    assertThat(hq.backlogShare()).isEqualTo(0.25);
    assertThat(hq.backlogRate()).isEqualTo(5000);
    assertThat(hq.settings().file("password-file")).isEqualTo(folder.resolve("secrets/hq"));
    assertThat(hq.settings().section("tls").file("ca")).isEqualTo(folder.resolve("certs/ca.pem"));
    assertThat(hq.settings().section("commands").texts("allow"))
        .containsExactly("molding/l3/press1/setpoint");
  }

  @Test
  void readsDevicesInTheOrderOfTheFileAndTheirPointsFileAfterTheirPoints() throws Exception {
    AgentConfig config = there.load(ConfigFolder.GOOD);

    assertThat(config.devices())
        .extracting(DeviceEntry::device)
        .containsExactly(
            new DeviceRef("press1", "molding/l3/press1"),
            new DeviceRef("andon3", "molding/l3/andon"));
    DeviceEntry press = config.devices().getFirst();
    assertThat(press.config().points())
        .extracting(Point::name)
        .containsExactly("oil-temp", "rejects", "setpoint", "speed");
    Point oil = press.config().points().getFirst();
    assertThat(oil.unit()).isEqualTo("CEL");
    assertThat(oil.writable()).isFalse();
    assertThat(oil.settings().decimal("deadband")).isEqualTo(0.2);
    assertThat(press.config().points().get(2).writable()).isTrue();
    assertThat(press.config().points().get(3).settings().text("node")).isEqualTo("ns=2;s=Speed");
    assertThat(press.pointNames())
        .isEqualTo(
            Map.of(
                "oil-temp", Map.of("en", "Oil"),
                "setpoint", Map.of("en", "Setpoint", "zh-Hant", "設定值")));
  }

  @Test
  void readsLinesWithTheirShifts() throws Exception {
    LineConfig line = there.load(ConfigFolder.GOOD).lines().getFirst();

    assertThat(line.line()).isEqualTo("molding/l3");
    assertThat(line.names()).hasSize(3).containsEntry("zh-Hans", "注塑三线");
    assertThat(line.state())
        .isEqualTo(new StackLight(ref("green"), ref("amber"), ref("red"), Optional.empty()));
    assertThat(line.good()).isEqualTo(ref("parts"));
    assertThat(line.reject()).contains(new PointRef("press1", "rejects"));
    assertThat(line.idealCycle()).isEqualTo(Duration.ofSeconds(16));
    Set<DayOfWeek> mondayToSaturday = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.SATURDAY);
    assertThat(line.shifts())
        .containsExactly(
            new Shift(
                mondayToSaturday,
                LocalTime.of(8, 0),
                LocalTime.of(20, 0),
                List.of(new Break(LocalTime.of(12, 0), LocalTime.of(13, 0))),
                OptionalLong.of(2400)),
            new Shift(
                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                LocalTime.of(20, 0),
                LocalTime.of(4, 0),
                List.of(),
                OptionalLong.empty()));
  }

  @Test
  void readsPackMlMachineryAndCounterStates() throws Exception {
    String lines =
        ConfigFolder.GOOD.substring(0, ConfigFolder.GOOD.indexOf("lines:"))
            + """
            lines:
              a/one:
                state: { from: packml, state: press1/speed, mode: press1/rejects, profile: opc-30060 }
              a/two:
                state: { from: machinery, state: press1/speed }
              a/three:
                state: { from: counter }
                good: andon3/parts
            """;
    assertThat(there.load(lines).lines())
        .extracting(LineConfig::state)
        .containsExactly(
            new PackMl(
                new PointRef("press1", "speed"),
                Optional.of(new PointRef("press1", "rejects")),
                PackMl.Profile.OPC_30060),
            new LineConfig.Machinery(new PointRef("press1", "speed")),
            new LineConfig.Counter());
  }

  @Test
  void anEmptySectionIsLikeOneThatIsLeftOut() throws Exception {
    AgentConfig config =
        there.load("gateway: { enterprise: a, site: b, id: c }\nuplinks:\ndevices:\nlines:\n");
    assertThat(config.devices()).isEmpty();
    assertThat(config.uplinks()).isEmpty();
  }

  @Test
  void anAliasMayRepeatAPart() throws Exception {
    AgentConfig config =
        there.load(
            """
            gateway: { enterprise: a, site: b, id: c }
            devices:
              one: { adapter: gpio, place: a/b/c, points: &lamps { red: { line: 1 } } }
              two: { adapter: gpio, place: a/b/d, points: *lamps }
            """);
    assertThat(config.devices().getLast().config().points()).hasSize(1);
  }

  private static Optional<PointRef> ref(String point) {
    return Optional.of(new PointRef("andon3", point));
  }
}
