package io.gemba.agent.core.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a table as RFC 4180 and spreadsheets write it: commas or semicolons, quotes around texts,
 * doubled quotes inside them, line breaks within quotes.
 */
final class Csv {
  /** One cell and where it begins. */
  record Cell(String text, Place at) {}

  private final String text;
  private final String label;
  private int at;
  private int line = 1;
  private int col = 1;

  private Csv(String text, String label) {
    this.text = text;
    this.label = label;
  }

  /** All rows that hold anything, comments (first cell begins with #) left out. */
  static List<List<Cell>> rows(String text, String label, Problems problems) {
    Csv csv = new Csv(text, label);
    char separator = csv.separator();
    List<List<Cell>> rows = new ArrayList<>();
    while (csv.at < text.length()) {
      List<Cell> row = csv.row(separator, problems);
      boolean blank = row.stream().allMatch(cell -> cell.text().isBlank());
      if (!blank && (rows.isEmpty() || !row.getFirst().text().startsWith("#"))) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** What the header uses; spreadsheets may announce it in a first line {@code sep=;}. */
  private char separator() {
    int end = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
    String first = text.substring(0, end).strip();
    if (first.startsWith("sep=") && first.length() == 5) {
      skip(Math.min(end + 1, text.length()));
      return first.charAt(4);
    }
    long semicolons = first.chars().filter(c -> c == ';').count();
    return semicolons > first.chars().filter(c -> c == ',').count() ? ';' : ',';
  }

  private List<Cell> row(char separator, Problems problems) {
    List<Cell> row = new ArrayList<>();
    while (true) {
      Place start = new Place(label, line, col);
      String cell = at < text.length() && text.charAt(at) == '"' ? quoted(start, problems) : "";
      row.add(new Cell((cell + plain(separator)).strip(), start));
      if (at >= text.length()) {
        return row;
      }
      boolean ended = text.charAt(at) == '\n';
      skip(1);
      if (ended) {
        return row;
      }
    }
  }

  private String plain(char separator) {
    int from = at;
    while (at < text.length() && text.charAt(at) != separator && text.charAt(at) != '\n') {
      skip(1);
    }
    return text.substring(from, at);
  }

  private String quoted(Place start, Problems problems) {
    StringBuilder cell = new StringBuilder();
    skip(1);
    while (at < text.length()) {
      char c = text.charAt(at);
      skip(1);
      if (c != '"') {
        cell.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        cell.append('"');
        skip(1);
      } else {
        return cell.toString();
      }
    }
    problems.add(start, "this quote is never closed", "add the closing \"");
    return cell.toString();
  }

  private void skip(int count) {
    for (int i = 0; i < count; i++) {
      boolean newLine = text.charAt(at++) == '\n';
      line += newLine ? 1 : 0;
      col = newLine ? 1 : col + 1;
    }
  }
}
