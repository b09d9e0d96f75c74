package io.gemba.cloud.console.users;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sites somebody has rights for: patterns {@code enterprise/site}, in either half {@code *}
 * stands for any letters but never for the slash. No pattern means no site.
 */
public record Sites(List<String> patterns) {
  /** Every site there is. */
  public static final Sites ALL = new Sites(List.of("*/*"));

  /**
   * The form of one pattern; topic levels are {@code [a-z0-9-]}, others may come from strangers.
   */
  private static final String FORM = "[^/\\s,]{1,100}/[^/\\s,]{1,100}";

  /**
   * Copies the patterns.
   *
   * @throws IllegalArgumentException when one is not {@code enterprise/site}; the text is for
   *     people
   */
  public Sites {
    patterns = List.copyOf(patterns);
    for (String pattern : patterns) {
      if (!pattern.matches(FORM)) {
        throw new IllegalArgumentException(
            "`" + pattern + "` is no site — write ENTERPRISE/SITE, `acme/*` or `*/*`");
      }
    }
  }

  /** Reads what {@link #text} wrote. */
  public static Sites of(String text) {
    return new Sites(
        Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList());
  }

  /** The patterns with commas between them. */
  public String text() {
    return patterns.stream().collect(Collectors.joining(","));
  }

  /** Whether this site is among them. */
  public boolean covers(String enterprise, String site) {
    return patterns.stream()
        .anyMatch(
            p -> {
              int slash = p.indexOf('/');
              return matches(p.substring(0, slash), enterprise)
                  && matches(p.substring(slash + 1), site);
            });
  }

  /** Whether every site is among them. */
  public boolean all() {
    return patterns.contains("*/*");
  }

  /** Linear in the text for every star, unlike a regular expression made from what people write. */
  private static boolean matches(String pattern, String text) {
    String[] parts = pattern.split("\\*", -1);
    if (parts.length == 1) {
      return pattern.equals(text);
    }
    String last = parts[parts.length - 1];
    if (!text.startsWith(parts[0]) || text.length() < parts[0].length() + last.length()) {
      return false;
    }
    int at = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = text.indexOf(parts[i], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[i].length();
    }
    return text.endsWith(last) && text.length() - last.length() >= at;
  }
}
