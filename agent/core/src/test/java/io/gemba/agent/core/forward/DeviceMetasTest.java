package io.gemba.agent.core.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.cloud.spi.DeviceMeta;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Settings;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceMetasTest {
  private static final Settings NONE = new Settings(Map.of());
  private final Statements statements = new Statements();
  private final DeviceMetas metas =
      new DeviceMetas(
          List.of(
              new DeviceEntry(
                  new DeviceRef("press1", "molding/l3/press1"),
                  "fake",
                  new DeviceConfig(
                      "press1", NONE, List.of(new DeviceConfig.Point("speed", null, false, NONE))),
                  Map.of())),
          statements);

  @Test
  void statesPointsThatAnAdapterFoundAndForgetsThoseThatAreGone() {
    metas.found("press1", List.of(point("temp"), point("oil")));
    metas.learn("press1", List.of(Sample.good("temp", Value.of(1.5), Instant.EPOCH)));
    metas.sayNews();
    assertThat(newest().points())
        .extracting(DeviceMeta.Point::name)
        .containsExactly("speed", "temp", "oil");
    assertThat(newest().points().get(1).type()).isEqualTo("real");
    assertThat(newest().points().get(1).unit()).isEqualTo("CEL");
    metas.found("press1", List.of(point("oil")));
    metas.sayNews();
    assertThat(newest().points())
        .extracting(DeviceMeta.Point::name)
        .containsExactly("speed", "oil");
    metas.found("press1", List.of(point("oil"), point("temp")));
    metas.sayNews();
    assertThat(newest().points().getLast().type()).as("it is another one now").isNull();
  }

  @Test
  void aReloadKeepsWhatWasFoundUntilItIsLookedForAgain() {
    metas.found("press1", List.of(point("temp"), point("oil")));
    metas.learn("press1", List.of(Sample.good("temp", Value.of(1.5), Instant.EPOCH)));
    DeviceMetas after =
        new DeviceMetas(
            List.of(press("fake", point("oil")), new DeviceEntry(LATER, "fake", none(), Map.of())),
            statements);
    after.carryOver(metas);
    after.sayNews();
    DeviceMeta press = meta("press1");
    assertThat(press.points()).extracting(DeviceMeta.Point::name).containsExactly("oil", "temp");
    assertThat(press.points().getLast().type()).isEqualTo("real");
    assertThat(meta("later").points()).isEmpty();
    after.found("press1", List.of());
    after.sayNews();
    assertThat(meta("press1").points()).extracting(DeviceMeta.Point::name).containsExactly("oil");
  }

  @Test
  void aReloadForgetsWhatAnotherAdapterHadFound() {
    metas.found("press1", List.of(point("temp")));
    DeviceMetas after = new DeviceMetas(List.of(press("other")), statements);
    after.carryOver(metas);
    after.sayNews();
    assertThat(meta("press1").points()).isEmpty();
  }

  private static final DeviceRef LATER = new DeviceRef("later", "molding/l3/press1");

  private static DeviceConfig none() {
    return new DeviceConfig("later", NONE, List.of());
  }

  private static DeviceEntry press(String adapter, DeviceConfig.Point... points) {
    return new DeviceEntry(
        new DeviceRef("press1", "molding/l3/press1"),
        adapter,
        new DeviceConfig("press1", NONE, List.of(points)),
        Map.of());
  }

  private DeviceMeta meta(String device) {
    return statements.since(0).stream()
        .map(one -> one.statement())
        .filter(DeviceMeta.class::isInstance)
        .map(DeviceMeta.class::cast)
        .filter(meta -> meta.device().name().equals(device))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static DeviceConfig.Point point(String name) {
    return new DeviceConfig.Point(name, "CEL", false, NONE);
  }

  private DeviceMeta newest() {
    return (DeviceMeta) statements.since(0).getLast().statement();
  }
}
