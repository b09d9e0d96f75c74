package io.gemba.cloud.console.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuietTest {
  /** 23 November 2026 is a Monday. */
  @ParameterizedTest
  @CsvSource({
    "22:00-06:00, 2026-11-23T23:00, true",
    "22:00-06:00, 2026-11-23T05:59, true",
    "22:00-06:00, 2026-11-23T06:00, false",
    "12:00-13:00, 2026-11-23T12:30, true",
    "12:00-13:00, 2026-11-23T13:00, false",
    "sun, 2026-11-22T00:00, true",
    "sun, 2026-11-22T23:59, true",
    "sun, 2026-11-23T00:00, false",
    "sat-sun, 2026-11-21T10:00, true",
    "fri-mon, 2026-11-23T10:00, true",
    "fri-mon, 2026-11-24T10:00, false",
    "mon-fri 22:00-06:00, 2026-11-28T05:00, true",
    "mon-fri 22:00-06:00, 2026-11-28T23:00, false",
    "18:00-24:00, 2026-11-23T23:59, true",
    "18:00-24:00, 2026-11-24T00:00, false"
  })
  void knowsWhenItIs(String text, String local, boolean covered) {
    Quiet quiet = Quiet.parse(text).orElseThrow();
    assertThat(quiet.covers(ZonedDateTime.parse(local + ":00+08:00[Asia/Shanghai]")))
        .isEqualTo(covered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "xyz", "25:00-26:00", "22:00", "mon-xyz", "12:60-13:00", "night"})
  void isNoneOfThese(String text) {
    assertThat(Quiet.parse(text)).isEmpty();
  }

  @Test
  void followsThePlantsClockAcrossItsSummerTime() {
    Quiet quiet = Quiet.parse("02:00-03:00").orElseThrow();
    assertThat(quiet.covers(ZonedDateTime.parse("2026-10-25T00:30:00Z[UTC]"))).isFalse();
    assertThat(
            quiet.covers(
                ZonedDateTime.parse("2026-10-25T00:30:00Z[UTC]")
                    .withZoneSameInstant(java.time.ZoneId.of("Europe/Berlin"))))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "acme/dongguan/molding/*, acme/dongguan/molding/l3, true",
    "acme/dongguan/*, acme/dongguan/molding/l3, false",
    "acme/**, acme/dongguan/molding/l3, true",
    "**/l3, acme/dongguan/molding/l3, true",
    "a.me/**, acme/dongguan/molding/l3, false",
    "acme/*/molding/l*, acme/dongguan/molding/l3, true"
  })
  void globsMatchLines(String glob, String path, boolean matches) {
    assertThat(Glob.of(glob).matches(path)).isEqualTo(matches);
  }
}
