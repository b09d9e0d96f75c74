package io.gemba.cloud.console.notify;

import java.util.regex.Pattern;

/**
 * A pattern over {@code enterprise/site/area/line}: {@code *} stands for anything within a level,
 * {@code **} across levels.
 */
public record Glob(String text, Pattern pattern) {
  /** Every line. */
  public static final Glob ALL = of("**");

  /** Any text is a pattern. */
  public static Glob of(String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '*') {
        regex.append(Pattern.quote(String.valueOf(c)));
      } else if (text.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else {
        regex.append("[^/]*");
      }
    }
    return new Glob(text, Pattern.compile(regex.toString()));
  }

  boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Glob other && other.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
