package io.gemba.agent.core.config;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Small questions to YAML nodes. */
final class YamlNodes {
  private YamlNodes() {}

  /** Whether nothing was written, or an explicit null. */
  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  static MappingNode emptyMapping(Node at) {
    return new MappingNode(
        Tag.MAP, true, List.of(), FlowStyle.BLOCK, at.getStartMark(), at.getEndMark());
  }

  /** The text of a scalar in a mapping. */
  static Optional<String> scalar(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(t -> t.getKeyNode() instanceof ScalarNode k && k.getValue().equals(key))
        .findFirst()
        .flatMap(
            t ->
                t.getValueNode() instanceof ScalarNode v
                    ? Optional.of(v.getValue())
                    : Optional.empty());
  }
}
