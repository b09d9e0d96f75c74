package io.gemba.agent.core.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A place in a file.
 *
 * @param file as the user named it
 * @param line from 1
 * @param col from 1
 */
record Place(String file, int line, int col) {

  static Place startOf(String file) {
    return new Place(file, 1, 1);
  }

  static Place of(Node node) {
    return of(node.getStartMark());
  }

  static Place of(Optional<Mark> mark) {
    return mark.map(m -> new Place(m.getName(), m.getLine() + 1, m.getColumn() + 1))
        .orElseThrow(() -> new IllegalStateException("YAML nodes are composed with marks"));
  }
}
