package io.gemba.agent.app.bundle;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Takes secrets out of text that nobody knows the form of: log lines, messages. Immutable. */
public final class Redaction {
  static final String HIDDEN = "[removed]";

  /** Shorter ones would tear holes into words. */
  private static final int SHORTEST = 4;

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN [^-]*-----.*?(-----END [^-]*-----|\\z)", Pattern.DOTALL);
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^\\s\"']*@");
  private static final Pattern SECRET_FIELD =
      Pattern.compile(
          "(?i)([\\w.-]*(?:pass(?:w(?:or)?d|phrase)?|pwd|secret|token|api[-_]?key|private[-_]?key"
              + "|credential|authorization|cookie|psk)[\\w.-]*[\"']?\\s*[:=]\\s*)"
              + "(\"[^\"]*\"|'[^']*'|(?:Basic|Bearer)\\s+\\S+|[^\\s,;}]+)");

  private final List<String> secrets;

  /**
   * Knows these secrets by heart, beside what looks like one.
   *
   * @param secrets such as the contents of the password files
   */
  public Redaction(Collection<String> secrets) {
    this.secrets =
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  /** The text without them. */
  public String of(String text) {
    String left = text;
    for (String secret : secrets) {
      left = left.replace(secret, HIDDEN);
    }
    left = PEM.matcher(left).replaceAll(HIDDEN);
    left = USER_INFO.matcher(left).replaceAll(HIDDEN + "@");
    return SECRET_FIELD.matcher(left).replaceAll("$1" + HIDDEN);
  }
}
