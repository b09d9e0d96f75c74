package io.gemba.agent.core.config;

import io.gemba.agent.core.config.LineConfig.Break;
import io.gemba.agent.core.config.LineConfig.Shift;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Makes facts of {@code shifts} and checks that they fit together. */
final class ShiftSections {
  private static final int DAY = 24 * 60;
  private static final int WEEK = 7 * DAY;

  private ShiftSections() {}

  static List<Shift> read(List<Section> sections) {
    List<Shift> shifts = new ArrayList<>();
    BitSet taken = new BitSet(WEEK);
    for (Section section : sections) {
      int before = section.problems().count();
      Shift shift = shift(section);
      if (section.sound() && section.problems().count() == before) {
        checkBreaks(section, shift);
        checkOverlap(section, shift, taken);
      }
      shifts.add(shift);
    }
    return shifts;
  }

  private static Shift shift(Section section) {
    Set<DayOfWeek> every = EnumSet.allOf(DayOfWeek.class);
    return new Shift(
        section.parse("days", Times::days, every),
        section.parse("from", Times::time, LocalTime.MIDNIGHT),
        section.parse("to", Times::time, LocalTime.MIDNIGHT),
        section.parseAll("breaks", Times::pause),
        section.settings().has("target")
            ? OptionalLong.of(section.settings().integer("target"))
            : OptionalLong.empty());
  }

  private static void checkBreaks(Section section, Shift shift) {
    int length = length(shift.from(), shift.to());
    for (int i = 0; i < shift.breaks().size(); i++) {
      Break pause = shift.breaks().get(i);
      int from = minutes(shift.from(), pause.from());
      int to = length(shift.from(), pause.to());
      if (from >= to || to > length) {
        section
            .problems()
            .add(
                section.at("breaks." + i),
                "the break " + pause.from() + "-" + pause.to() + " does not lie within the shift",
                "write a time between " + shift.from() + " and " + shift.to());
      }
    }
  }

  private static void checkOverlap(Section section, Shift shift, BitSet taken) {
    BitSet own = new BitSet(WEEK);
    for (DayOfWeek day : shift.days()) {
      int start = (day.getValue() - 1) * DAY + shift.from().toSecondOfDay() / 60;
      for (int i = 0; i < length(shift.from(), shift.to()); i++) {
        own.set((start + i) % WEEK);
      }
    }
    if (own.intersects(taken)) {
      int at = 0;
      for (int i = own.nextSetBit(0); i >= 0; i = own.nextSetBit(i + 1)) {
        if (taken.get(i)) {
          at = i;
          break;
        }
      }
      section
          .problems()
          .add(
              section.where().at(),
              "two shifts overlap on "
                  + DayOfWeek.of(at / DAY + 1)
                  + " at "
                  + LocalTime.of(at % DAY / 60, at % 60),
              "change 'days', 'from' or 'to' of one of them");
    }
    taken.or(own);
  }

  /** Minutes from a time to the next such time; a whole day when they are the same. */
  private static int length(LocalTime from, LocalTime to) {
    int minutes = minutes(from, to);
    return minutes == 0 ? DAY : minutes;
  }

  private static int minutes(LocalTime from, LocalTime to) {
    return Math.floorMod((to.toSecondOfDay() - from.toSecondOfDay()) / 60, DAY);
  }
}
