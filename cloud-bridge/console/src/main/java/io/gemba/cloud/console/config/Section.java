package io.gemba.cloud.console.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** One mapping of the file, read key by key; what is wrong goes to {@link Problems}. */
final class Section {
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Node node;
  private final Problems problems;

  Section(Node node, Problems problems) {
    this.node = node;
    this.problems = problems;
    if (!(node instanceof MappingNode mapping)) {
      if (!isNull(node)) {
        problems.at(
            node, "expected settings here", "write `key: value` lines, indented by two spaces");
      }
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode s ? s.getValue() : "";
      if (values.put(key, tuple.getValueNode()) != null) {
        problems.at(tuple.getKeyNode(), "`" + key + "` is written twice", "keep one of them");
      }
      keys.put(key, tuple.getKeyNode());
    }
  }

  /** Reports every key that is not among the known ones. */
  Section allow(Set<String> known) {
    keys.forEach(
        (key, keyNode) -> {
          if (!known.contains(key)) {
            problems.at(
                keyNode,
                "unknown key `" + key + "`",
                DidYouMean.nearest(key, known)
                    .map(k -> "did you mean `" + k + "`?")
                    .orElse("known here: " + String.join(", ", known.stream().sorted().toList())));
          }
        });
    return this;
  }

  Node node() {
    return node;
  }

  Set<String> names() {
    return values.keySet();
  }

  /** The value under a key, unless it is missing or empty. */
  Optional<Node> value(String key) {
    return Optional.ofNullable(values.get(key)).filter(n -> !isNull(n));
  }

  /** The mapping under a key; an empty one when there is none. */
  Optional<Section> section(String key) {
    return value(key).map(n -> new Section(n, problems));
  }

  /** The text under a key. */
  Optional<String> text(String key) {
    return value(key)
        .flatMap(
            n -> {
              if (n instanceof ScalarNode s) {
                return Optional.of(s.getValue());
              }
              problems.at(n, "`" + key + "` takes one value", "write `" + key + ": text`");
              return Optional.empty();
            });
  }

  /** The texts of the list under a key. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    value(key)
        .ifPresent(
            n -> {
              if (n instanceof SequenceNode list
                  && list.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
                list.getValue().forEach(i -> texts.add(((ScalarNode) i).getValue()));
              } else {
                problems.at(
                    n, "`" + key + "` takes a list", "write `" + key + ": [\"one\", \"two\"]`");
              }
            });
    return texts;
  }

  void wrong(String key, String whatIsWrong, String whatToWrite) {
    Node at = values.get(key);
    problems.at(at == null ? node : at, whatIsWrong, whatToWrite);
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode s && s.getTag().equals(Tag.NULL);
  }
}
