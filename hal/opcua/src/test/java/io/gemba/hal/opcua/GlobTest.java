package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GlobTest {
  @Test
  void matchesAsPeopleExpect() {
    assertThat(matches("**/Temp*", "Temperature")).isTrue();
    assertThat(matches("**/Temp*", "Zone1/Heater/Temp")).isTrue();
    assertThat(matches("**/Temp*", "Temp/Raw")).isFalse();
    assertThat(matches("Zone?/Temp", "Zone1/Temp")).isTrue();
    assertThat(matches("*", "Zone1/Temp")).isFalse();
    assertThat(matches("**", "Zone1/Temp")).isTrue();
    assertThat(matches("Zone1/**", "Zone1/Heater/Temp")).isTrue();
    assertThat(matches("a.c", "abc")).as("a dot is a dot").isFalse();
  }

  @Test
  void knowsWhichBranchesLeadNowhere() {
    Glob glob = Glob.of("Press*/*/Temp");
    assertThat(glob.leadsOn(List.of("Press1"))).isTrue();
    assertThat(glob.leadsOn(List.of("Press1", "Zone1"))).isTrue();
    assertThat(glob.leadsOn(List.of("Press1", "Zone1", "Temp"))).isFalse();
    assertThat(glob.leadsOn(List.of("Robot"))).isFalse();
    assertThat(Glob.of("**/Temp").leadsOn(List.of("anything", "at", "all"))).isTrue();
  }

  private static boolean matches(String glob, String path) {
    return Glob.of(glob).matches(List.of(path.split("/")));
  }
}
