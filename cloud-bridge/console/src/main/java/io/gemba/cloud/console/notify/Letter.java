package io.gemba.cloud.console.notify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message in words, in one language.
 *
 * @param id of the notice
 * @param lead a sentence before the parts; empty for none
 * @param more a sentence after them; empty for none
 */
record Letter(
    String id, String title, String lead, List<Part> parts, String more, String linkWord) {
  /**
   * One thing it tells of.
   *
   * @param link to the board; null when the board's address is not configured
   */
  record Part(String headline, List<String> facts, @Nullable String link) {}

  /** As plain text, for mail and for what shows no layout. */
  String text() {
    StringBuilder text = new StringBuilder();
    line(text, lead);
    for (Part part : parts) {
      text.append(text.isEmpty() ? "" : "\n");
      line(text, part.headline());
      part.facts().forEach(f -> line(text, "  " + f));
      if (part.link() != null) {
        line(text, "  " + part.link());
      }
    }
    if (!more.isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n");
      line(text, more);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    if (!line.isBlank()) {
      text.append(line).append('\n');
    }
  }
}
