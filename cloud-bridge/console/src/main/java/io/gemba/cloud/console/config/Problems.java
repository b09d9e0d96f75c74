package io.gemba.cloud.console.config;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong with one file, each with its place. Used by one thread. */
final class Problems {
  private final String file;
  private final List<Found> found = new ArrayList<>();

  private record Found(int line, int column, String text) {}

  Problems(String file) {
    this.file = file;
  }

  void at(Node node, String whatIsWrong, String whatToWrite) {
    int line = node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
    int column = node.getStartMark().map(m -> m.getColumn() + 1).orElse(1);
    at(line, column, whatIsWrong, whatToWrite);
  }

  void at(int line, int column, String whatIsWrong, String whatToWrite) {
    found.add(new Found(line, column, whatIsWrong + " — " + whatToWrite));
  }

  void throwIfAny() throws ConfigException {
    if (found.isEmpty()) {
      return;
    }
    found.sort((a, b) -> a.line() != b.line() ? a.line() - b.line() : a.column() - b.column());
    throw new ConfigException(
        found.stream()
            .map(f -> "%s:%d:%d: %s".formatted(file, f.line(), f.column(), f.text()))
            .toList());
  }
}
