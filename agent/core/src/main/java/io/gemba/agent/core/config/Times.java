package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import io.gemba.agent.core.config.LineConfig.Break;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times of day, breaks and days of the week. */
final class Times {
  private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)");
  private static final Pattern SLIP =
      Pattern.compile("(\\d{1,2})(?:\\s*[:.h]?\\s*(\\d{2}))?(?::00)?\\s*(am|pm|h)?");
  private static final List<String> DAYS =
      Arrays.stream(DayOfWeek.values())
          .map(d -> d.getDisplayName(TextStyle.SHORT, Locale.ENGLISH).toLowerCase(Locale.ROOT))
          .toList();

  private Times() {}

  /** A time of day, 00:00 to 23:59. */
  static LocalTime time(String text) throws Complaint {
    if (TIME.matcher(text).matches()) {
      return LocalTime.parse(text);
    }
    throw new Complaint(quote(text) + " is no time of day", "write " + meant(text));
  }

  /** A break {@code 12:00-13:00}. */
  static Break pause(String text) throws Complaint {
    String[] ends = text.split("\\s*[-–]\\s*", -1);
    if (ends.length != 2) {
      throw new Complaint(quote(text) + " is no break", "write it like \"12:00-13:00\"");
    }
    return new Break(time(ends[0].strip()), time(ends[1].strip()));
  }

  /** Days such as {@code mon-sat} or {@code mon,wed,fri}; ranges may run over the weekend. */
  static Set<DayOfWeek> days(String text) throws Complaint {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split("\\s*,\\s*", -1)) {
      String[] ends = part.strip().split("\\s*-\\s*", -1);
      DayOfWeek first = day(ends[0], text);
      DayOfWeek last = day(ends[ends.length - 1], text);
      if (ends.length > 2) {
        throw new Complaint(quote(text) + " are no days", "write it like mon-sat or mon,wed,fri");
      }
      for (DayOfWeek day = first; day != last; day = day.plus(1)) {
        days.add(day);
      }
      days.add(last);
    }
    return days;
  }

  private static DayOfWeek day(String word, String all) throws Complaint {
    int index = DAYS.indexOf(word);
    if (index >= 0) {
      return DayOfWeek.of(index + 1);
    }
    throw new Complaint(
        quote(word) + " is no day" + (word.equals(all) ? "" : " in " + quote(all)),
        Spelling.closest(shortened(word), DAYS)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("days are " + String.join(", ", DAYS)));
  }

  private static String shortened(String word) {
    List<String> full = new ArrayList<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      full.add(day.name().toLowerCase(Locale.ROOT));
    }
    String near = Spelling.closest(word, full).orElse(word);
    return full.contains(near) ? near.substring(0, 3) : word;
  }

  private static String meant(String text) {
    Matcher m = SLIP.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (m.matches()) {
      int hour = Integer.parseInt(m.group(1));
      int minute = m.group(2) == null ? 0 : Integer.parseInt(m.group(2));
      boolean noonBased = "pm".equals(m.group(3)) || "am".equals(m.group(3));
      if (noonBased && hour <= 12) {
        hour = hour % 12 + ("pm".equals(m.group(3)) ? 12 : 0);
      }
      if (hour <= 24 && minute <= 59) {
        return String.format(Locale.ROOT, "\"%02d:%02d\"", hour % 24, minute);
      }
    }
    return "it like \"08:00\" or \"20:00\"";
  }
}
