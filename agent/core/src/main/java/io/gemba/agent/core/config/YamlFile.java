package io.gemba.agent.core.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Turns a YAML 1.2 file into nodes that know their place. No object is constructed from it, and its
 * depth and aliases are bounded before anything recursive runs.
 */
final class YamlFile {
  private static final int DEEPEST = 30;
  private static final int MOST_ALIASES = 50;
  private final String label;
  private final Problems problems;

  YamlFile(String label, Problems problems) {
    this.label = label;
    this.problems = problems;
  }

  /** The file's one mapping; empty when a problem was added. */
  Optional<MappingNode> read(Path file) throws IOException {
    Place start = Place.startOf(label);
    Optional<String> text = TextFile.read(file, label, start, problems);
    return text.flatMap(this::compose);
  }

  private Optional<MappingNode> compose(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(label)
            .setUseMarks(true)
            .setCodePointLimit(TextFile.LARGEST)
            .build();
    try {
      if (!bounded(new Parse(settings).parseString(text))) {
        return Optional.empty();
      }
      Iterator<Node> documents = new Compose(settings).composeAllFromString(text).iterator();
      return only(documents);
    } catch (MarkedYamlEngineException e) {
      problems.add(
          Place.of(e.getProblemMark().or(e::getContextMark)),
          "this is not YAML: " + YamlAdvice.words(e),
          YamlAdvice.suggestion(e));
    } catch (YamlEngineException e) {
      problems.add(
          Place.startOf(label), "this is not YAML: " + e.getMessage(), "start from the sample");
    }
    return Optional.empty();
  }

  private Optional<MappingNode> only(Iterator<Node> documents) {
    if (!documents.hasNext()) {
      problems.add(
          Place.startOf(label), "the file holds nothing but comments", "write at least 'gateway:'");
      return Optional.empty();
    }
    Node first = documents.next();
    if (documents.hasNext()) {
      problems.add(
          Place.of(documents.next()),
          "a second document begins here",
          "keep everything in one document: delete the line '---'");
    }
    if (first instanceof MappingNode mapping) {
      return Optional.of(mapping);
    }
    problems.add(
        Place.of(first), "a configuration is made of keys", "begin with a line 'gateway:'");
    return Optional.empty();
  }

  /** Nesting and aliases, counted on the flat stream of events: deep files end no stack here. */
  private boolean bounded(Iterable<Event> events) {
    int depth = 0;
    int aliases = 0;
    for (Event event : events) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        case Alias -> aliases++;
        default -> {}
      }
      if (depth > DEEPEST || aliases > MOST_ALIASES) {
        problems.add(
            Place.of(event.getStartMark()),
            depth > DEEPEST ? "this is nested too deeply" : "too many aliases (*name)",
            depth > DEEPEST ? "check the brackets" : "write the values themselves");
        return false;
      }
    }
    return true;
  }
}
