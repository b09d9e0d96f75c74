package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
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

/** The one reader: walks nodes against keys, whatever section they belong to. */
final class SectionReader {
  private final Schema schema;
  private final Values values;
  private final Problems problems;

  SectionReader(Schema schema, Values values, Problems problems) {
    this.schema = schema;
    this.values = values;
    this.problems = problems;
  }

  /** Reads a mapping against keys; its name, which may be empty, stands in messages. */
  Section read(MappingNode node, List<ConfigKey> keys, String name) {
    return read(node, keys, Place.of(node), name);
  }

  /** Reads a mapping that stands under a key; which keys it may hold can depend on what it says. */
  Section readUnder(ConfigKey section, String name, MappingNode node, Place at) {
    Optional<List<ConfigKey>> keys =
        schema.keysOf(section, word -> YamlNodes.scalar(node, word).orElse(""));
    if (keys.isPresent()) {
      return read(node, keys.get(), at, name);
    }
    return readPartly(node, section.keys(), at, name);
  }

  private Section read(MappingNode node, List<ConfigKey> keys, Place at, String of) {
    int before = problems.count();
    Map<String, NodeTuple> written = tuples(node);
    Map<String, Object> found = new LinkedHashMap<>();
    Located where = new Located(at);
    Set<String> meant = reportUnknown(written, keys, false);
    for (ConfigKey key : keys) {
      NodeTuple tuple = written.get(key.name());
      if (meant.contains(key.name())) {
        continue;
      }
      if (tuple == null) {
        fillIn(key, at, of, found);
      } else {
        readValue(key, tuple, found, where);
      }
    }
    boolean sound = problems.count() == before;
    return new Section(new Settings(found), new Located(at, sound, where.inside()), problems);
  }

  /** Reads what is known of a mapping whose keys nobody can tell; others are let pass. */
  private Section readPartly(MappingNode node, List<ConfigKey> keys, Place at, String of) {
    Map<String, NodeTuple> written = tuples(node);
    Map<String, Object> found = new LinkedHashMap<>();
    Located where = new Located(at);
    Set<String> meant = reportUnknown(written, keys, true);
    for (ConfigKey key : keys) {
      NodeTuple tuple = written.get(key.name());
      if (meant.contains(key.name())) {
        continue;
      }
      if (tuple == null) {
        fillIn(key, at, of, found);
      } else if (key.kind() == ConfigKey.Kind.NAMED_SECTIONS) {
        readNamesOnly(key, tuple, found, where);
      } else {
        readValue(key, tuple, found, where);
      }
    }
    return new Section(new Settings(found), new Located(at, false, where.inside()), problems);
  }

  private void readNamesOnly(
      ConfigKey key, NodeTuple tuple, Map<String, Object> found, Located where) {
    if (tuple.getValueNode() instanceof MappingNode inner) {
      Map<String, Settings> named = new LinkedHashMap<>();
      tuples(inner).keySet().forEach(name -> named.put(name, new Settings(Map.of())));
      found.put(key.name(), named);
      where.inside().put(key.name(), new Located(Place.of(inner)));
    }
  }

  private void readValue(ConfigKey key, NodeTuple tuple, Map<String, Object> found, Located where) {
    if (key.kind() == ConfigKey.Kind.SECTION) {
      readSection(key, tuple, found, where);
      return;
    }
    Node node = tuple.getValueNode();
    Place keyAt = Place.of(tuple.getKeyNode());
    Located here = new Located(YamlNodes.isNull(node) ? keyAt : Place.of(node));
    Object value =
        switch (key.kind()) {
          case SECTION -> throw new IllegalArgumentException("sections have places of their own");
          case SECTIONS -> sections(key, node, here);
          case NAMED_SECTIONS -> named(key, node, here);
          case TEXTS -> values.texts(key, node, here);
          default -> values.scalar(key, node, here.at());
        };
    where.inside().put(key.name(), here);
    if (value != null) {
      found.put(key.name(), value);
    }
  }

  private void readSection(
      ConfigKey key, NodeTuple tuple, Map<String, Object> found, Located where) {
    Node node = tuple.getValueNode();
    if (isShort(key, node)) {
      found.put(key.name(), shortForm(key, node));
      where.inside().put(key.name(), new Located(Place.of(node)));
      return;
    }
    Optional<MappingNode> mapping = mapping(key.name(), node);
    if (mapping.isPresent()) {
      Section section = readUnder(key, key.name(), mapping.get(), Place.of(tuple.getKeyNode()));
      found.put(key.name(), section.settings());
      where.inside().put(key.name(), section.where());
    }
  }

  private static boolean isShort(ConfigKey key, Node node) {
    return Schema.SHORT_FORMS.contains(key)
        && node instanceof ScalarNode
        && !YamlNodes.isNull(node);
  }

  /** One text in the place of a mapping stands for its first key. */
  private Settings shortForm(ConfigKey key, Node node) {
    ConfigKey first = key.keys().getFirst();
    Object text = values.scalar(first, node, Place.of(node));
    return new Settings(text == null ? Map.of() : Map.of(first.name(), text));
  }

  private Object named(ConfigKey key, Node node, Located here) {
    Map<String, Settings> named = new LinkedHashMap<>();
    Map<String, NodeTuple> written = mapping(key.name(), node).map(this::tuples).orElse(Map.of());
    for (Map.Entry<String, NodeTuple> entry : written.entrySet()) {
      Place at = Place.of(entry.getValue().getKeyNode());
      schema.nameProblem(key, entry.getKey()).ifPresent(c -> problems.add(at, c));
      Node value = entry.getValue().getValueNode();
      if (isShort(key, value)) {
        named.put(entry.getKey(), shortForm(key, value));
        here.inside().put(entry.getKey(), new Located(Place.of(value)));
        continue;
      }
      Optional<MappingNode> inner = mapping(entry.getKey(), value);
      if (inner.isPresent()) {
        Section section = readUnder(key, entry.getKey(), inner.get(), at);
        named.put(entry.getKey(), section.settings());
        here.inside().put(entry.getKey(), section.where());
      }
    }
    return Collections.unmodifiableMap(named);
  }

  private Object sections(ConfigKey key, Node node, Located here) {
    List<Settings> all = new ArrayList<>();
    if (!(node instanceof SequenceNode list)) {
      if (!YamlNodes.isNull(node)) {
        problems.add(
            Place.of(node),
            "'" + key.name() + "' must be a list",
            "begin each entry with '- ' or put them in [ ]");
      }
      return all;
    }
    for (Node item : list.getValue()) {
      Optional<MappingNode> inner = mapping(key.name(), item);
      if (inner.isPresent()) {
        Section section = readUnder(key, key.name(), inner.get(), Place.of(item));
        here.inside().put(Integer.toString(all.size()), section.where());
        all.add(section.settings());
      }
    }
    return all;
  }

  /** The node as a mapping; nothing at all counts as an empty one. */
  private Optional<MappingNode> mapping(String name, Node node) {
    if (node instanceof MappingNode mapping) {
      values.checkTag(node);
      return Optional.of(mapping);
    }
    if (YamlNodes.isNull(node)) {
      return Optional.of(YamlNodes.emptyMapping(node));
    }
    problems.add(
        Place.of(node),
        quote(name) + " must hold keys of its own",
        "write the keys below it, indented, or in { }");
    return Optional.empty();
  }

  private Map<String, NodeTuple> tuples(MappingNode node) {
    Map<String, NodeTuple> tuples = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Node key = tuple.getKeyNode();
      if (!(key instanceof ScalarNode scalar)) {
        problems.add(
            Place.of(key), "a key must be a word", "put a value that begins with { or [ in quotes");
        continue;
      }
      NodeTuple first = tuples.putIfAbsent(scalar.getValue(), tuple);
      if (first != null) {
        problems.add(
            Place.of(key),
            quote(scalar.getValue()) + " is written twice",
            "keep one; the other is on line " + Place.of(first.getKeyNode()).line());
      }
    }
    return tuples;
  }

  /** Returns the keys that were left out and probably meant: nothing more is said about those. */
  private Set<String> reportUnknown(
      Map<String, NodeTuple> written, List<ConfigKey> keys, boolean onlySlips) {
    List<String> known = keys.stream().map(ConfigKey::name).toList();
    List<String> left = known.stream().filter(k -> !written.containsKey(k)).toList();
    Set<String> meant = new HashSet<>();
    for (Map.Entry<String, NodeTuple> entry : written.entrySet()) {
      String key = entry.getKey();
      boolean slip = Spelling.closest(key, left).isPresent();
      if (!known.contains(key) && (slip || !onlySlips)) {
        problems.add(
            Place.of(entry.getValue().getKeyNode()),
            "unknown key " + quote(key),
            Spelling.didYouMean(key, known));
        Spelling.closest(key, left).ifPresent(meant::add);
      }
    }
    return meant;
  }

  private void fillIn(ConfigKey key, Place at, String of, Map<String, Object> found) {
    if (key.required()) {
      String in = of.isEmpty() ? "" : " in " + quote(of);
      problems.add(
          at,
          "the key '" + key.name() + "' is missing" + in,
          "add '" + key.name() + ":' (" + ConfigReference.plain(key.doc()) + ")");
      return;
    }
    Object value = values.defaultOf(key);
    if (value != null) {
      found.put(key.name(), value);
    }
  }
}
