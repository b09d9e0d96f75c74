package io.gemba.agent.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.LineConfig.Break;
import io.gemba.agent.core.config.LineConfig.Shift;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShiftCalendarTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

  @Test
  void aNightShiftBelongsToTheDayItStartsOn() {
    ShiftWindow night = berlin(shift(WEEKDAYS, "22:00", "06:00")).at(local("2026-11-24T03:00"));
    assertThat(night.from()).isEqualTo(local("2026-11-23T22:00"));
    assertThat(night.to()).isEqualTo(local("2026-11-24T06:00"));
    assertThat(night.next()).isEqualTo(local("2026-11-24T22:00"));
  }

  @Test
  void theLastShiftStandsUntilTheNextOneOverAWeekend() {
    ShiftWindow friday = berlin(shift(WEEKDAYS, "06:00", "14:00")).at(local("2026-11-29T12:00"));
    assertThat(friday.from()).isEqualTo(local("2026-11-27T06:00"));
    assertThat(friday.next()).isEqualTo(local("2026-11-30T06:00"));
    assertThat(friday.planned(local("2026-11-29T12:00"))).isTrue();
    assertThat(friday.planned(local("2026-11-27T13:59"))).isFalse();
    assertThat(friday.planned(local("2026-11-27T14:00"))).isTrue();
  }

  @Test
  void aShiftOverTheChangeToSummerTimeIsAnHourShorterAndToWinterTimeLonger() {
    ShiftCalendar nights = berlin(shift(EVERY_DAY, "22:00", "06:00"));
    assertThat(length(nights.at(local("2026-03-28T23:00")))).isEqualTo(Duration.ofHours(7));
    assertThat(length(nights.at(local("2026-10-24T23:00")))).isEqualTo(Duration.ofHours(9));
  }

  @Test
  void timesThatASummerTimeChangeSkipsMoveOn() {
    ShiftWindow shift = berlin(shift(EVERY_DAY, "02:30", "10:00")).at(local("2026-03-29T05:00"));
    assertThat(shift.from()).isEqualTo(local("2026-03-29T03:30"));
    ShiftWindow night =
        berlin(shift(EVERY_DAY, "22:00", "06:00", new Break(time("02:00"), time("02:30"))))
            .at(local("2026-03-29T05:00"));
    assertThat(night.breaks())
        .containsExactly(
            new ShiftWindow.Pause(local("2026-03-29T03:00"), local("2026-03-29T03:30")));
  }

  @Test
  void withoutShiftsTheCalendarDayIsTheShift() {
    ShiftCalendar days = berlin();
    assertThat(length(days.at(local("2026-03-29T12:00")))).isEqualTo(Duration.ofHours(23));
    assertThat(length(days.at(local("2026-10-25T12:00")))).isEqualTo(Duration.ofHours(25));
    assertThat(days.at(local("2026-11-23T23:59")).planned(local("2026-11-23T23:59"))).isFalse();
  }

  @Test
  void aShiftThatEndsWhenItBeginsLastsADay() {
    assertThat(length(berlin(shift(EVERY_DAY, "06:00", "06:00")).at(local("2026-11-24T05:59"))))
        .isEqualTo(Duration.ofHours(24));
  }

  @Test
  void breaksAfterMidnightAreOnTheNextDay() {
    ShiftWindow night =
        berlin(shift(WEEKDAYS, "20:00", "04:00", new Break(time("00:00"), time("00:30"))))
            .at(local("2026-11-23T21:00"));
    assertThat(night.planned(local("2026-11-24T00:10"))).isTrue();
    assertThat(night.boundaryAfter(local("2026-11-23T21:00"))).isEqualTo(local("2026-11-24T00:00"));
    assertThat(night.boundaryAfter(local("2026-11-24T00:00"))).isEqualTo(local("2026-11-24T00:30"));
    assertThat(night.boundaryAfter(local("2026-11-24T00:30"))).isEqualTo(local("2026-11-24T04:00"));
    assertThat(night.boundaryAfter(local("2026-11-24T04:00"))).isEqualTo(local("2026-11-24T20:00"));
    assertThat(night.share(local("2026-11-24T00:10"))).isEqualTo(4.0 / 7.5);
    assertThat(night.share(local("2026-11-24T09:00"))).isEqualTo(1.0);
  }

  private static Duration length(ShiftWindow window) {
    return Duration.between(window.from(), window.to());
  }

  private static ShiftCalendar berlin(Shift... shifts) {
    return new ShiftCalendar(List.of(shifts), BERLIN);
  }

  static Shift shift(Set<DayOfWeek> days, String from, String to, Break... breaks) {
    return new Shift(days, time(from), time(to), List.of(breaks), OptionalLong.empty());
  }

  private static LocalTime time(String text) {
    return LocalTime.parse(text);
  }

  private static Instant local(String text) {
    return LocalDateTime.parse(text).atZone(BERLIN).toInstant();
  }
}
