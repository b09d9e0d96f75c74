package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import io.gemba.agent.core.config.Csv.Cell;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The first row of a points file: which column is which key. Rows become nodes like those of the
 * YAML file, so that one reader checks both.
 */
final class PointsHeader {
  private static final String NAME = "name";
  private final List<String> columns;

  private PointsHeader(List<String> columns) {
    this.columns = columns;
  }

  /** Checks the columns; of no use when a problem was added. */
  static PointsHeader of(List<Cell> cells, List<ConfigKey> keys, Problems problems) {
    Map<String, ConfigKey> known = columns(keys);
    Set<String> seen = new LinkedHashSet<>();
    List<String> columns = new ArrayList<>();
    for (Cell cell : cells) {
      columns.add(cell.text());
      boolean ignored = cell.text().isEmpty() || cell.text().startsWith("#");
      if (!ignored && !cell.text().equals(NAME) && !known.containsKey(cell.text())) {
        Set<String> names = new LinkedHashSet<>(known.keySet());
        names.add(NAME);
        problems.add(
            cell.at(),
            "unknown column " + quote(cell.text()),
            Spelling.didYouMean(cell.text(), names) + " (a column '#…' is ignored)");
      } else if (!ignored && !seen.add(cell.text())) {
        problems.add(cell.at(), "the column " + quote(cell.text()) + " is there twice", "keep one");
      }
    }
    Set<String> needed = new LinkedHashSet<>(List.of(NAME));
    keys.stream().filter(ConfigKey::required).forEach(key -> needed.add(key.name()));
    needed.stream()
        .filter(
            column ->
                columns.stream().noneMatch(c -> c.equals(column) || c.startsWith(column + ".")))
        .forEach(
            column ->
                problems.add(
                    cells.getFirst().at(),
                    "the column '" + column + "' is missing",
                    "add it to the header"));
    return new PointsHeader(columns);
  }

  int width() {
    return columns.size();
  }

  /** The point's name in a row; empty when there is none. */
  String name(List<Cell> row) {
    int index = columns.indexOf(NAME);
    return index < row.size() ? row.get(index).text() : "";
  }

  /** A row as a mapping; empty cells are keys left out. */
  MappingNode node(List<Cell> row) {
    List<NodeTuple> tuples = new ArrayList<>();
    Map<String, List<NodeTuple>> sections = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      String column = columns.get(i);
      Cell cell = row.get(i);
      boolean left = column.isEmpty() || column.startsWith("#") || column.equals(NAME);
      if (left || cell.text().isEmpty()) {
        continue;
      }
      int dot = column.indexOf('.');
      NodeTuple tuple =
          new NodeTuple(scalar(column.substring(dot + 1), cell), scalar(cell.text(), cell));
      if (dot < 0) {
        tuples.add(tuple);
      } else {
        sections.computeIfAbsent(column.substring(0, dot), s -> new ArrayList<>()).add(tuple);
      }
    }
    Cell first = row.getFirst();
    sections.forEach(
        (key, inner) -> tuples.add(new NodeTuple(scalar(key, first), mapping(inner, first))));
    return mapping(tuples, first);
  }

  private static Map<String, ConfigKey> columns(List<ConfigKey> keys) {
    Map<String, ConfigKey> columns = new LinkedHashMap<>();
    for (ConfigKey key : keys) {
      if (key.kind() == Kind.SECTION) {
        key.keys().forEach(inner -> columns.put(key.name() + "." + inner.name(), inner));
      } else {
        columns.put(key.name(), key);
      }
    }
    return columns;
  }

  private static Node scalar(String text, Cell cell) {
    return new ScalarNode(
        Tag.STR, true, text, ScalarStyle.DOUBLE_QUOTED, mark(cell), Optional.empty());
  }

  private static MappingNode mapping(List<NodeTuple> tuples, Cell cell) {
    return new MappingNode(Tag.MAP, true, tuples, FlowStyle.BLOCK, mark(cell), Optional.empty());
  }

  private static Optional<Mark> mark(Cell cell) {
    Place at = cell.at();
    return Optional.of(new Mark(at.file(), 0, at.line() - 1, at.col() - 1, new int[0], 0));
  }
}
