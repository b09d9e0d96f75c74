package io.gemba.agent.app;

import io.gemba.hal.spi.Discoverable.Node;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The points as a table that {@code points-file:} takes back; columns that begin with # are for
 * people only. RFC 4180, and no cell that a spreadsheet would take for a formula.
 */
final class BrowseTable implements BrowseOutput {
  private final PrintWriter out;
  private final PathGlob glob;
  private final boolean values;
  private final PointNames names = new PointNames();
  private boolean begun;

  BrowseTable(PrintWriter out, PathGlob glob, boolean values) {
    this.out = out;
    this.glob = glob;
    this.values = values;
  }

  @Override
  public void node(Node node) throws IOException {
    if (node.point().isEmpty() || !glob.matches(node.path())) {
      return;
    }
    if (!begun) {
      begun = true; // not earlier: who cannot connect leaves no table that looks like one
      line(
          values
              ? List.of("name", "node", "unit", "#type", "#path", "#value")
              : List.of("name", "node", "unit", "#type", "#path"));
    }
    List<String> cells = new ArrayList<>();
    cells.add(names.of(node.path()));
    cells.add(node.point().getOrDefault("node", ""));
    cells.add(node.point().getOrDefault("unit", ""));
    cells.add(harmless(node.facts().getOrDefault("type", "")));
    cells.add(harmless(String.join("/", node.path())));
    if (values) {
      cells.add(harmless(node.facts().getOrDefault("value", "")));
    }
    line(cells);
    if (out.checkError()) {
      throw new IOException("the output was closed");
    }
  }

  private void line(List<String> cells) {
    out.print(cells.stream().map(BrowseTable::quoted).collect(Collectors.joining(",")));
    out.print("\r\n");
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> ",;\"\r\n".indexOf(c) >= 0);
    return plain && cell.equals(cell.strip()) ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }

  /** For cells that are only shown: a spreadsheet must not run what a machine's author named. */
  private static String harmless(String cell) {
    String text = cell.replaceAll("\\p{Cntrl}", " ");
    boolean number = text.matches("-?[0-9.]+(E-?[0-9]+)?");
    return text.matches("\\s*[=+@-].*") && !number ? "'" + text : text;
  }

  @Override
  public void close() {
    out.flush();
  }
}
