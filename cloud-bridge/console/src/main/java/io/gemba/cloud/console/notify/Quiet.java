package io.gemba.cloud.console.notify;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time in which nobody is told, on the plant's clock: {@code 22:00-06:00}, {@code sun}, {@code
 * mon-fri 22:00-06:00}. One that goes past midnight belongs to the day it begins on.
 *
 * @param to equal to {@code from} for the whole day
 */
public record Quiet(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
  private static final List<String> NAMES =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final Pattern FORM =
      Pattern.compile(
          "(?:([a-z]{3})(?:-([a-z]{3}))?)?\\s*(?:(\\d{1,2}:\\d{2})-(\\d{1,2}:\\d{2}))?");

  /** Reads one; empty when it is none. */
  public static Optional<Quiet> parse(String text) {
    Matcher m = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (text.isBlank() || !m.matches()) {
      return Optional.empty();
    }
    int first = m.group(1) == null ? 0 : NAMES.indexOf(m.group(1));
    int last = m.group(1) == null ? 6 : m.group(2) == null ? first : NAMES.indexOf(m.group(2));
    Optional<LocalTime> from = time(m.group(3) == null ? "0:00" : m.group(3));
    Optional<LocalTime> to = time(m.group(4) == null ? "0:00" : m.group(4));
    if (first < 0 || last < 0 || from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (int i = first; ; i = (i + 1) % 7) {
      days.add(DayOfWeek.of(i + 1));
      if (i == last) {
        return Optional.of(new Quiet(days, from.get(), to.get()));
      }
    }
  }

  private static Optional<LocalTime> time(String text) {
    int colon = text.indexOf(':');
    int hour = Integer.parseInt(text.substring(0, colon));
    int minute = Integer.parseInt(text.substring(colon + 1));
    boolean midnight = hour == 24 && minute == 0;
    return hour > 24 || minute > 59 || (hour == 24 && !midnight)
        ? Optional.empty()
        : Optional.of(LocalTime.of(hour % 24, minute));
  }

  boolean covers(ZonedDateTime now) {
    LocalTime time = now.toLocalTime();
    boolean today = days.contains(now.getDayOfWeek());
    if (from.isBefore(to)) {
      return today && !time.isBefore(from) && time.isBefore(to);
    }
    boolean yesterday = days.contains(now.getDayOfWeek().minus(1));
    return (today && !time.isBefore(from)) || (yesterday && time.isBefore(to));
  }
}
