package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.Break;
import io.gemba.agent.core.config.LineConfig.Shift;
import io.gemba.agent.core.line.ShiftWindow.Pause;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * When a line is meant to run, in the plant's time zone. Times that a change to summer time skips
 * move on by the gap; of those that come twice the first counts. Without shifts every calendar day
 * is one. Immutable.
 */
final class ShiftCalendar {
  private final List<Shift> shifts;
  private final ZoneId zone;

  ShiftCalendar(List<Shift> shifts, ZoneId zone) {
    this.shifts = List.copyOf(shifts);
    this.zone = zone;
  }

  /** The shift that began last before or at a moment. */
  ShiftWindow at(Instant at) {
    LocalDate today = LocalDate.ofInstant(at, zone);
    if (shifts.isEmpty()) {
      Instant end = today.plusDays(1).atStartOfDay(zone).toInstant();
      return new ShiftWindow(
          today.atStartOfDay(zone).toInstant(), end, end, List.of(), OptionalLong.empty());
    }
    // A week and a day around the moment hold at least one start before and one after it.
    List<Start> starts = starts(today.minusDays(8), today.plusDays(8));
    int current = 0;
    while (current + 1 < starts.size() && !starts.get(current + 1).at().isAfter(at)) {
      current++;
    }
    return window(starts.get(current), starts.get(current + 1).at());
  }

  private record Start(Instant at, LocalDate day, Shift shift) {}

  private List<Start> starts(LocalDate first, LocalDate last) {
    List<Start> starts = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      for (Shift shift : shifts) {
        if (shift.days().contains(day.getDayOfWeek())) {
          starts.add(new Start(instant(day, shift.from()), day, shift));
        }
      }
    }
    starts.sort(Comparator.comparing(Start::at));
    return starts;
  }

  private ShiftWindow window(Start start, Instant next) {
    Shift shift = start.shift();
    boolean overnight = !shift.to().isAfter(shift.from());
    Instant end = instant(overnight ? start.day().plusDays(1) : start.day(), shift.to());
    Instant to = end.isBefore(next) ? end : next;
    List<Pause> breaks =
        shift.breaks().stream()
            .map(pause -> pause(start, pause))
            .filter(pause -> pause.to().isAfter(pause.from()))
            .sorted(Comparator.comparing(Pause::from))
            .toList();
    return new ShiftWindow(start.at(), to, next, breaks, shift.target());
  }

  /** A break that begins before the shift does by the clock is one after midnight. */
  private Pause pause(Start start, Break pause) {
    LocalTime begin = start.shift().from();
    LocalDate day = pause.from().isBefore(begin) ? start.day().plusDays(1) : start.day();
    LocalDate end = pause.to().isAfter(pause.from()) ? day : day.plusDays(1);
    return new Pause(instant(day, pause.from()), instant(end, pause.to()));
  }

  private Instant instant(LocalDate day, LocalTime time) {
    return day.atTime(time).atZone(zone).toInstant();
  }
}
