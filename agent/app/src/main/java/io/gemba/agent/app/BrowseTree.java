package io.gemba.agent.app;

import io.gemba.hal.spi.Discoverable.Node;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A tree for people; where only some points are wanted, only the branches that lead to them. */
final class BrowseTree implements BrowseOutput {
  private final PrintWriter out;
  private final PathGlob glob;
  private final List<Node> waiting = new ArrayList<>();

  BrowseTree(PrintWriter out, PathGlob glob) {
    this.out = out;
    this.glob = glob;
  }

  @Override
  public void node(Node node) throws IOException {
    waiting.removeIf(above -> above.path().size() >= node.path().size());
    boolean wanted = glob.isEverything() || (!node.point().isEmpty() && glob.matches(node.path()));
    if (!wanted) {
      waiting.add(node);
      return;
    }
    waiting.forEach(this::print);
    waiting.clear();
    print(node);
    if (out.checkError()) {
      throw new IOException("the output was closed");
    }
  }

  private void print(Node node) {
    StringBuilder line = new StringBuilder("  ".repeat(node.path().size() - 1));
    line.append(node.path().getLast());
    node.facts().forEach((fact, text) -> line.append("  ").append(mark(fact)).append(text));
    out.println(line.toString().replaceAll("\\p{Cntrl}", "?"));
  }

  private static String mark(String fact) {
    return fact.equals("value") ? "= " : "";
  }

  @Override
  public void close() {
    out.flush();
  }
}
