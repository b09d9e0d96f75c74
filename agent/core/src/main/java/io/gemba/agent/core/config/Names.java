package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rules for names: topic levels, places, and what users call devices, points and uplinks. */
final class Names {
  private static final Pattern LEVEL = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern FREE =
      Pattern.compile("[^/+#\\s\\p{Cntrl}_][^/+#\\s\\p{Cntrl}]{0,99}");

  private Names() {}

  /** A topic level of [a-z0-9-]. */
  static String level(String text) throws Complaint {
    if (LEVEL.matcher(text).matches()) {
      return text;
    }
    String meant = Spelling.level(text);
    throw new Complaint(
        quote(text) + " may hold only a-z, 0-9 and '-', at most 64 characters",
        meant.isEmpty() || meant.length() > 64
            ? "use Latin letters, such as plant-1"
            : "write " + meant);
  }

  /** A place {@code area/line/cell}. */
  static String place(String text) throws Complaint {
    return levels(text, 3, "area/line/cell, such as molding/l3/press1");
  }

  /** A line {@code area/line}. */
  static String line(String text) throws Complaint {
    return levels(text, 2, "area/line, such as molding/l3");
  }

  static Optional<Complaint> levelProblem(String name) {
    try {
      level(name);
      return Optional.empty();
    } catch (Complaint complaint) {
      return Optional.of(complaint);
    }
  }

  static Optional<Complaint> lineProblem(String name) {
    try {
      line(name);
      return Optional.empty();
    } catch (Complaint complaint) {
      return Optional.of(complaint);
    }
  }

  /** What is wrong with the name of a device, point or uplink. */
  static Optional<Complaint> problem(String name) {
    if (FREE.matcher(name).matches()) {
      return Optional.empty();
    }
    String meant = name.strip().replaceAll("[/+#\\s\\p{Cntrl}]+", "-").replaceAll("^[_-]+|-+$", "");
    return Optional.of(
        new Complaint(
            "the name "
                + quote(name)
                + " may not hold / + # or spaces, begin with _, or have more than 100 characters",
            meant.isEmpty() || meant.length() > 100 ? "choose another name" : "write " + meant));
  }

  private static String levels(String text, int count, String form) throws Complaint {
    String[] parts = text.split("/", -1);
    boolean fits =
        parts.length == count && Arrays.stream(parts).allMatch(p -> LEVEL.matcher(p).matches());
    if (fits) {
      return text;
    }
    String meant =
        Arrays.stream(parts)
            .map(Spelling::level)
            .filter(p -> !p.isEmpty())
            .collect(Collectors.joining("/"));
    boolean helps = meant.split("/").length == count;
    throw new Complaint(
        quote(text) + " must be " + form.substring(0, form.indexOf(',')) + " in a-z, 0-9 and '-'",
        "write " + (helps ? meant : form));
  }
}
