package io.gemba.hal.opcua;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumValueType;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.jspecify.annotations.Nullable;

/** Climbs a server's tree of data types (OPC 10000-3 §5.8). Used by one thread. */
final class TypeTree {
  private static final int DEEPEST = 16;

  private final Connection connection;
  private final ServerFacts facts;
  private final Map<NodeId, Optional<NodeId>> parents = new HashMap<>();

  TypeTree(Connection connection, ServerFacts facts) {
    this.connection = connection;
    this.facts = facts;
  }

  /** What a type comes down to: a built-in type, Int32 for enumerations, null for structures. */
  @Nullable OpcUaDataType builtIn(NodeId dataType) throws IOException, InterruptedException {
    NodeId type = dataType;
    for (int depth = 0; depth < DEEPEST; depth++) {
      if (type.equals(NodeIds.Enumeration)) {
        return OpcUaDataType.Int32;
      }
      if (type.equals(NodeIds.Structure)) {
        return null;
      }
      if (type.equals(NodeIds.BaseDataType) || type.equals(NodeIds.Number)) {
        return OpcUaDataType.Variant;
      }
      if (OpcUaDataType.isBuiltin(type)) {
        return OpcUaDataType.fromNodeId(type);
      }
      Optional<NodeId> parent = parent(type);
      if (parent.isEmpty()) {
        return null;
      }
      type = parent.get();
    }
    return null;
  }

  boolean isEnumeration(NodeId dataType) throws IOException, InterruptedException {
    NodeId type = dataType;
    for (int depth = 0; depth < DEEPEST && !type.equals(NodeIds.Enumeration); depth++) {
      Optional<NodeId> parent = parent(type);
      if (parent.isEmpty()) {
        return false;
      }
      type = parent.get();
    }
    return true;
  }

  private Optional<NodeId> parent(NodeId type) throws IOException, InterruptedException {
    Optional<NodeId> known = parents.get(type);
    if (known == null) {
      known = inverse(List.of(type), NodeIds.HasSubtype).getFirst();
      parents.put(type, known);
    }
    return known;
  }

  /** The data types whose encodings these are; those that have none are left out. */
  Map<NodeId, NodeId> typesOf(List<NodeId> encodings) throws IOException, InterruptedException {
    Map<NodeId, NodeId> types = new HashMap<>();
    for (int from = 0; from < encodings.size(); from += facts.nodesPerBrowse()) {
      List<NodeId> some =
          encodings.subList(from, Math.min(encodings.size(), from + facts.nodesPerBrowse()));
      List<Optional<NodeId>> found = inverse(some, NodeIds.HasEncoding);
      for (int i = 0; i < some.size(); i++) {
        NodeId encoding = some.get(i);
        found.get(i).ifPresent(type -> types.put(encoding, type));
      }
    }
    return types;
  }

  private List<Optional<NodeId>> inverse(List<NodeId> nodes, NodeId reference)
      throws IOException, InterruptedException {
    BrowseDescription[] wanted =
        nodes.stream()
            .map(
                node ->
                    new BrowseDescription(
                        node,
                        BrowseDirection.Inverse,
                        reference,
                        false,
                        Unsigned.uint(0),
                        Unsigned.uint(BrowseResultMask.None.getValue())))
            .toArray(BrowseDescription[]::new);
    BrowseRequest request =
        new BrowseRequest(
            connection.header(),
            new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, Unsigned.uint(0)),
            Unsigned.uint(1),
            wanted);
    BrowseResponse response =
        connection.request(request, BrowseResponse.class, "looking up data types at ");
    BrowseResult[] results = response.getResults();
    List<Optional<NodeId>> found = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      found.add(results == null || i >= results.length ? Optional.empty() : first(results[i]));
    }
    return found;
  }

  private Optional<NodeId> first(BrowseResult result) {
    ReferenceDescription[] references = result.getReferences();
    return references == null || references.length == 0
        ? Optional.empty()
        : references[0].getNodeId().toNodeId(facts.namespaces());
  }

  /** What servers older than DataTypeDefinition say of an enumeration, or null. */
  @Nullable EnumNames namesOf(NodeId type) throws IOException, InterruptedException {
    for (String property : List.of("EnumStrings", "EnumValues")) {
      NodePath path = NodePath.parse("/" + property);
      Optional<NodeId> node =
          new PathLookup(connection, facts).find(type, List.of(path)).getFirst().node();
      if (node.isPresent()) {
        Object read =
            ServerFacts.readValues(connection, List.of(node.get())).getFirst().value().value();
        if (read instanceof LocalizedText[] texts) {
          return EnumNames.of(Stream.of(texts).map(text -> "" + text.text()).toList());
        }
        if (read instanceof ExtensionObject[] values) {
          return ofValues(values);
        }
      }
    }
    return null;
  }

  private EnumNames ofValues(ExtensionObject[] values) {
    Map<Long, String> names = new HashMap<>();
    for (ExtensionObject one : values) {
      if (decode(one) instanceof EnumValueType value) {
        names.put(value.getValue(), "" + value.getDisplayName().text());
      }
    }
    return new EnumNames(names);
  }

  private @Nullable Object decode(ExtensionObject encoded) {
    try {
      return encoded.decode(connection.client().getStaticEncodingContext());
    } catch (UaSerializationException e) {
      return null; // one name less
    }
  }
}
