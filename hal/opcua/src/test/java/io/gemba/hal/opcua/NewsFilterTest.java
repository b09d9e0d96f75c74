package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;

class NewsFilterTest {
  private static final Instant T = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void measuresAgainstTheLastValueThatPassedSoThatCreepingShows() {
    NewsFilter filter = new NewsFilter(Trigger.VALUE, 0.5);
    assertThat(filter.passes(reading(Variant.ofDouble(10), 0, T))).isTrue();
    assertThat(filter.passes(reading(Variant.ofDouble(10.3), 0, T))).isFalse();
    assertThat(filter.passes(reading(Variant.ofDouble(10.6), 0, T))).isTrue();
    assertThat(filter.passes(reading(Variant.ofDouble(10.6), 0x80000000L, T))).isTrue();
    assertThat(filter.passes(reading(Variant.ofDouble(Double.NaN), 0, T))).isTrue();
    assertThat(filter.passes(reading(Variant.ofDouble(Double.NaN), 0, T))).isFalse();
  }

  @Test
  void looksAtEveryElementOfAnArray() {
    NewsFilter filter = new NewsFilter(Trigger.VALUE, 1);
    assertThat(filter.passes(reading(Variant.ofInt32Array(new Integer[] {1, 2}), 0, T))).isTrue();
    assertThat(filter.passes(reading(Variant.ofInt32Array(new Integer[] {2, 2}), 0, T))).isFalse();
    assertThat(filter.passes(reading(Variant.ofInt32Array(new Integer[] {2, 4}), 0, T))).isTrue();
    assertThat(filter.passes(reading(Variant.ofInt32Array(new Integer[] {2}), 0, T))).isTrue();
  }

  @Test
  void keepsToTheTrigger() {
    NewsFilter status = new NewsFilter(Trigger.STATUS, 0);
    assertThat(status.passes(reading(Variant.ofInt32(1), 0, T))).isTrue();
    assertThat(status.passes(reading(Variant.ofInt32(2), 0, T))).isFalse();
    NewsFilter value = new NewsFilter(Trigger.VALUE, 0);
    assertThat(value.passes(reading(Variant.ofInt32(1), 0, T))).isTrue();
    assertThat(value.passes(reading(Variant.ofInt32(1), 0, T.plusSeconds(1)))).isFalse();
    NewsFilter time = new NewsFilter(Trigger.TIMESTAMP, 0);
    assertThat(time.passes(reading(Variant.ofInt32(1), 0, T))).isTrue();
    assertThat(time.passes(reading(Variant.ofInt32(1), 0, T.plusSeconds(1)))).isTrue();
  }

  private static DataValue reading(Variant value, long status, Instant time) {
    DateTime stamp = new DateTime(time);
    return new DataValue(value, new StatusCode(status), stamp, stamp);
  }
}
