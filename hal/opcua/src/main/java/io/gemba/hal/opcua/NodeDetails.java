package io.gemba.hal.opcua;

import io.gemba.hal.opcua.References.Below;
import io.gemba.hal.opcua.TreeWalk.Sibling;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.jspecify.annotations.Nullable;

/** Reads what a person wants to know of variables: type, unit, value. Used by one thread. */
final class NodeDetails {
  private static final String UNECE = "http://www.opcfoundation.org/UA/units/un/cefact";
  private static final int LONGEST = 60;

  private final Connection connection;
  private final ServerFacts facts;
  private final boolean values;
  private final Map<NodeId, String> typeNames = new HashMap<>();

  NodeDetails(Connection connection, ServerFacts facts, boolean values) {
    this.connection = connection;
    this.facts = facts;
    this.values = values;
  }

  /**
   * What is known of one variable; empty texts where nothing is.
   *
   * @param unit the UNECE code
   * @param unitShown the unit as the server shows it, where it is no UNECE one
   */
  record Of(String type, String unit, String unitShown, String value) {
    void addTo(Map<String, String> point, Map<String, String> told) {
      put(point, "unit", unit);
      put(told, "type", type);
      put(told, "unit", unit.isEmpty() ? unitShown : unit);
      put(told, "value", value);
    }

    private static void put(Map<String, String> map, String key, String text) {
      if (!text.isEmpty()) {
        map.put(key, text);
      }
    }
  }

  /** The variables among these, with what lies below each. */
  Map<Sibling, Of> read(Map<Sibling, List<Below>> siblings)
      throws IOException, InterruptedException {
    List<Sibling> variables = siblings.keySet().stream().filter(Sibling::isVariable).toList();
    if (variables.isEmpty()) {
      return Map.of();
    }
    List<NodeId> nodes = variables.stream().map(Sibling::node).toList();
    List<DataValue> types = read(nodes, AttributeId.DataType);
    List<DataValue> ranks = read(nodes, AttributeId.ValueRank);
    List<DataValue> now = values ? read(nodes, AttributeId.Value) : List.of();
    Map<Sibling, EUInformation> units = units(siblings);
    Map<Sibling, Of> all = new LinkedHashMap<>();
    for (int i = 0; i < variables.size(); i++) {
      EUInformation unit = units.get(variables.get(i));
      all.put(
          variables.get(i),
          new Of(
              type(types.get(i), ranks.get(i)),
              unit == null ? "" : code(unit),
              unit == null ? "" : text(unit.getDisplayName()),
              values ? brief(now.get(i)) : ""));
    }
    return all;
  }

  private List<DataValue> read(List<NodeId> nodes, AttributeId attribute)
      throws IOException, InterruptedException {
    return ServerFacts.readAttribute(connection, nodes, attribute);
  }

  private Map<Sibling, EUInformation> units(Map<Sibling, List<Below>> siblings)
      throws IOException, InterruptedException {
    List<Sibling> owners = new ArrayList<>();
    List<NodeId> nodes = new ArrayList<>();
    siblings.forEach(
        (one, below) ->
            below.stream()
                .filter(Below::isUnit)
                .findFirst()
                .ifPresent(
                    unit -> {
                      owners.add(one);
                      nodes.add(unit.node());
                    }));
    Map<Sibling, EUInformation> units = new HashMap<>();
    List<DataValue> read = nodes.isEmpty() ? List.of() : read(nodes, AttributeId.Value);
    for (int i = 0; i < read.size(); i++) {
      if (read.get(i).value().value() instanceof ExtensionObject encoded
          && decode(encoded) instanceof EUInformation unit) {
        units.put(owners.get(i), unit);
      }
    }
    return units;
  }

  private @Nullable Object decode(ExtensionObject encoded) {
    try {
      return encoded.decode(connection.client().getStaticEncodingContext());
    } catch (UaSerializationException e) {
      return null; // a unit that cannot be read is as good as none
    }
  }

  /** The three letters that the number stands for (OPC 10000-8 §5.6.4.3). */
  private static String code(EUInformation unit) {
    Integer id = unit.getUnitId();
    if (id == null || !UNECE.equals(unit.getNamespaceUri())) {
      return "";
    }
    StringBuilder code = new StringBuilder();
    for (int shift = 24; shift >= 0; shift -= 8) {
      int letter = id >> shift & 0xFF;
      if (letter != 0) {
        code.append((char) letter);
      }
    }
    return code.toString().matches("[A-Z0-9]{1,3}") ? code.toString() : "";
  }

  private String type(DataValue type, DataValue rank) throws IOException, InterruptedException {
    if (!(type.value().value() instanceof NodeId id)) {
      return "";
    }
    String name = typeNames.get(id);
    if (name == null) {
      DataValue shown = read(List.of(id), AttributeId.DisplayName).getFirst();
      String text = shown.value().value() instanceof LocalizedText words ? text(words) : "";
      name = text.isEmpty() ? NodeWords.of(id, facts.namespaces()) : text;
      typeNames.put(id, name);
    }
    return rank.value().value() instanceof Integer dimensions && dimensions >= 0
        ? name + "[]"
        : name;
  }

  private static String text(@Nullable LocalizedText text) {
    return text == null || text.text() == null ? "" : String.valueOf(text.text());
  }

  private static String brief(DataValue value) {
    if (value.statusCode().isBad()) {
      return Words.ofStatus(value.statusCode().value());
    }
    String text = text(Values.of(value.value()));
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  private static String text(Value value) {
    return switch (value) {
      case Value.Bool bool -> String.valueOf(bool.value());
      case Value.Int number -> String.valueOf(number.value());
      case Value.UInt number -> Long.toUnsignedString(number.bits());
      case Value.Real number -> String.valueOf(number.value());
      case Value.Real32 number -> String.valueOf(number.value());
      case Value.Text words -> words.value();
      case Value.Time time -> String.valueOf(time.value());
      case Value.Items items -> "(" + items.values().size() + " items)";
      default -> "(" + value.getClass().getSimpleName().toLowerCase(Locale.ROOT) + ")";
    };
  }
}
