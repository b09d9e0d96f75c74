package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import io.gemba.agent.core.config.Csv.Cell;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the points of a device from a table: a header, a column {@code name}, and a column for each
 * key of a point that is used ({@code section.key} for keys in sections, {@code #anything} is
 * ignored).
 */
final class PointsFile {
  private final Path mainFile;
  private final Path folder;
  private final SectionReader reader;
  private final Problems problems;

  PointsFile(Path mainFile, Path folder, SectionReader reader, Problems problems) {
    this.mainFile = mainFile;
    this.folder = folder;
    this.reader = reader;
    this.problems = problems;
  }

  /**
   * The points by name.
   *
   * @param askedAt where the main file names the table
   * @param taken names of points that the main file holds already
   */
  Map<String, Section> read(Path file, Place askedAt, AdapterFactory adapter, Set<String> taken)
      throws IOException {
    String label = mainFile.resolveSibling(folder.relativize(file)).normalize().toString();
    Optional<String> text = TextFile.read(file, label, askedAt, problems);
    List<List<Cell>> rows = text.map(t -> Csv.rows(t, label, problems)).orElse(List.of());
    if (rows.isEmpty()) {
      if (text.isPresent()) {
        problems.add(askedAt, label + " holds no table", "begin it with a header: name,…");
      }
      return Map.of();
    }
    List<ConfigKey> keys = Schema.pointKeys(adapter.pointKeys());
    int before = problems.count();
    PointsHeader header = PointsHeader.of(rows.getFirst(), keys, problems);
    return problems.count() > before
        ? Map.of()
        : points(rows.subList(1, rows.size()), header, keys, taken);
  }

  private Map<String, Section> points(
      List<List<Cell>> rows, PointsHeader header, List<ConfigKey> keys, Set<String> taken) {
    Map<String, Section> points = new LinkedHashMap<>();
    Set<String> inMainFile = new HashSet<>(taken);
    Map<String, Integer> lines = new HashMap<>();
    for (List<Cell> row : rows) {
      Place at = row.getFirst().at();
      if (row.size() > header.width()) {
        problems.add(
            row.get(header.width()).at(),
            "this row has more cells than the header",
            "put a text that holds the separator in \"quotes\"");
        continue;
      }
      String name = header.name(row);
      checkName(name, at, lines, inMainFile);
      lines.putIfAbsent(name, at.line());
      points.putIfAbsent(name, reader.read(header.node(row), keys, name));
    }
    return points;
  }

  private void checkName(String name, Place at, Map<String, Integer> lines, Set<String> taken) {
    if (name.isEmpty()) {
      problems.add(at, "a point without a name", "fill in the column 'name'");
    } else if (lines.containsKey(name)) {
      problems.add(
          at,
          "the point " + quote(name) + " is there twice",
          "rename one; the other is on line " + lines.get(name));
    } else if (taken.contains(name)) {
      problems.add(
          at, "the point " + quote(name) + " is in " + mainFile + " too", "keep one of them");
    } else {
      Names.problem(name).ifPresent(complaint -> problems.add(at, complaint));
    }
  }
}
