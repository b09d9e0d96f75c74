package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.Test;

class ProfileTest {
  @Test
  void recognisesAnS71200ByWhatItSaysAndAsksItForLittleAtOnce() {
    Profile profile = Profile.of("auto", List.of("https://www.siemens.com/s7-1200", "Siemens AG"));
    assertThat(profile.name()).isEqualTo("s7-1200");
    assertThat(profile.itemsPerSubscription()).isEqualTo(1_000);
    assertThat(profile.itemsPerCall()).isEqualTo(50);
    assertThat(profile.sampling()).isEqualTo(Duration.ofMillis(100));
    assertThat(Profile.of("auto", List.of("urn:SIMATIC.S7-1500.OPC-UA.Application:PLC_1")).name())
        .isEqualTo("s7-1500");
  }

  @Test
  void theConfigurationGoesBeforeWhatTheServerSays() {
    assertThat(Profile.of("none", List.of("S7-1200"))).isEqualTo(Profile.NONE);
    assertThat(Profile.of("wago-pfc", List.of("S7-1200")).name()).isEqualTo("wago-pfc");
    assertThat(Profile.of("auto", List.of("urn:acme:server"))).isEqualTo(Profile.NONE);
  }

  @Test
  void neverAsksForMoreThanTheServerAllows() {
    List<DataValue> told =
        Stream.of(20L, 0L, 30L, 5L, 0L)
            .map(n -> new DataValue(Variant.ofUInt32(Unsigned.uint(n))))
            .toList();
    Limits limits = Limits.of(told, Profile.of("s7-1200", List.of()));
    assertThat(limits.itemsPerCall()).isEqualTo(20);
    assertThat(limits.itemsPerSubscription()).isEqualTo(1_000);
    assertThat(limits.nodesPerRead()).isEqualTo(30);
    assertThat(limits.nodesPerBrowse()).isEqualTo(5);
    assertThat(limits.pathsPerCall()).isEqualTo(100);
  }
}
