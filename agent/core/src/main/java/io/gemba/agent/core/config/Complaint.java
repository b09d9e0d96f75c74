package io.gemba.agent.core.config;

/** What is wrong with a text and what to write instead; whoever knows the place adds it. */
final class Complaint extends Exception {
  private static final long serialVersionUID = 1;
  private static final int LONGEST_QUOTE = 60;
  private final String suggestion;

  Complaint(String message, String suggestion) {
    super(message, null, false, false);
    this.suggestion = suggestion;
  }

  String suggestion() {
    return suggestion;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  /** The user's text in quotes, shortened, and harmless to a terminal. */
  static String quote(String text) {
    String shown =
        text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE - 1) + "…";
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
