package io.gemba.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlansTest {
  @Test
  void beginsTheShiftWithTheDemoSoThatItsFiguresAreKnown() {
    assertThat(Plans.shiftStart(Instant.parse("2026-11-23T21:04:29Z"))).hasToString("21:04");
    assertThat(Plans.shiftStart(Instant.parse("2026-11-23T21:04:30Z"))).hasToString("21:05");
    assertThat(Plans.shiftStart(Instant.parse("2026-11-23T23:59:45Z"))).hasToString("00:00");
    assertThat(Plans.agent("mqtt://b", "opc", "sim", Instant.parse("2026-11-23T23:59:45Z")))
        .contains("from: \"00:00\", to: \"12:00\"")
        .contains("from: \"12:00\", to: \"00:00\"");
  }
}
