package io.gemba.agent.app;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names for points that have only a path: legal in a configuration, unique in one table, and the
 * same again tomorrow as long as the path is.
 */
final class PointNames {
  private static final int LONGEST = 90;
  private final Set<String> given = new HashSet<>();

  /** {@code Press 1/Oil temp} becomes {@code Press-1.Oil-temp}. */
  String of(List<String> path) {
    String name =
        path.stream()
            .map(PointNames::legal)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("."));
    String brief = legal(name.length() <= LONGEST ? name : tail(name));
    String base = brief.isEmpty() ? "point" : brief;
    String unique = base;
    for (int i = 2; !given.add(unique); i++) {
      unique = base + "-" + i;
    }
    return unique;
  }

  private static String tail(String name) {
    int from = name.length() - LONGEST;
    return name.substring(Character.isLowSurrogate(name.charAt(from)) ? from + 1 : from);
  }

  private static String legal(String text) {
    return text.replaceAll("[/+#\\s\\p{Cntrl}\"',;]+", "-").replaceAll("^[^\\p{L}\\p{N}]+|-+$", "");
  }
}
