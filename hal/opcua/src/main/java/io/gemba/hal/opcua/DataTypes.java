package io.gemba.hal.opcua;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;
import org.jspecify.annotations.Nullable;

/**
 * The server's own data types, as far as points use them: what its DataTypeDefinition attributes
 * say (OPC 10000-3 §5.8.3). Learnt by the run's thread; asked from any.
 */
final class DataTypes {
  /** More types than any machine has; a server that makes them up must not fill the memory. */
  private static final int MOST = 10_000;

  private final Connection connection;
  private final ServerFacts facts;
  private final TypeTree tree;
  private final Map<NodeId, StructureDefinition> structures = new ConcurrentHashMap<>();
  private final Map<NodeId, EnumNames> enumerations = new ConcurrentHashMap<>();
  private final Map<NodeId, NodeId> byEncoding = new ConcurrentHashMap<>();
  private final Map<NodeId, OpcUaDataType> builtIn = new ConcurrentHashMap<>();
  private final Set<NodeId> asked = new HashSet<>();
  private final Set<NodeId> unknownEncodings = ConcurrentHashMap.newKeySet();

  DataTypes(Connection connection, ServerFacts facts) {
    this.connection = connection;
    this.facts = facts;
    this.tree = new TypeTree(connection, facts);
  }

  /** The structure that is encoded like this, or null; unknown ones are looked up later. */
  @Nullable StructureDefinition encodedAs(NodeId encoding) {
    NodeId type = byEncoding.get(encoding);
    if (type == null && unknownEncodings.size() < MOST) {
      unknownEncodings.add(encoding);
    }
    return type == null ? null : structures.get(type);
  }

  @Nullable StructureDefinition structure(NodeId type) {
    return structures.get(type);
  }

  /** The names of an enumeration, or null when the type is none. */
  @Nullable EnumNames enumeration(NodeId type) {
    return enumerations.get(type);
  }

  /** What a simple type comes down to; null for structures and what nobody knows. */
  @Nullable OpcUaDataType builtIn(NodeId type) {
    return isConcrete(type) ? OpcUaDataType.fromNodeId(type) : builtIn.get(type);
  }

  private static boolean isConcrete(NodeId type) {
    return OpcUaDataType.isBuiltin(type);
  }

  /** Learns types and all that they are made of. */
  void learn(Collection<NodeId> types) throws IOException, InterruptedException {
    Deque<NodeId> open = new ArrayDeque<>(types);
    while (!open.isEmpty() && asked.size() < MOST) {
      Set<NodeId> some = new LinkedHashSet<>();
      while (!open.isEmpty() && some.size() < facts.nodesPerRead()) {
        NodeId next = open.poll();
        if (!isConcrete(next) && asked.add(next)) {
          some.add(next);
        }
      }
      if (!some.isEmpty()) {
        open.addAll(learnSome(List.copyOf(some)));
      }
    }
  }

  /** Learns the types of encodings that came and were not known; whether there was any. */
  boolean learnUnknown() throws IOException, InterruptedException {
    List<NodeId> encodings =
        unknownEncodings.stream().filter(encoding -> !asked.contains(encoding)).toList();
    if (encodings.isEmpty()) {
      return false;
    }
    asked.addAll(encodings);
    Map<NodeId, NodeId> types = tree.typesOf(encodings);
    byEncoding.putAll(types);
    learn(types.values());
    return true;
  }

  private List<NodeId> learnSome(List<NodeId> types) throws IOException, InterruptedException {
    List<DataValue> read =
        ServerFacts.readAttribute(connection, types, AttributeId.DataTypeDefinition);
    List<NodeId> more = new ArrayList<>();
    List<NodeId> simple = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Object definition = decode(read.get(i));
      if (definition instanceof StructureDefinition structure) {
        more.addAll(take(types.get(i), structure));
      } else {
        if (definition instanceof EnumDefinition enumeration) {
          enumerations.put(types.get(i), EnumNames.of(enumeration));
        }
        simple.add(types.get(i));
      }
    }
    learnSimple(simple);
    return more;
  }

  private List<NodeId> take(NodeId type, StructureDefinition structure) {
    structures.put(type, structure);
    NodeId encoding = structure.getDefaultEncodingId();
    if (encoding != null && encoding.isNotNull()) {
      byEncoding.put(encoding, type);
    }
    StructureField[] fields = structure.getFields();
    List<NodeId> used = new ArrayList<>();
    for (StructureField field : fields == null ? new StructureField[0] : fields) {
      used.add(field.getDataType());
    }
    return used;
  }

  private void learnSimple(List<NodeId> types) throws IOException, InterruptedException {
    for (NodeId type : types) {
      OpcUaDataType found = tree.builtIn(type);
      if (found != null) {
        builtIn.put(type, found);
      }
      if (!enumerations.containsKey(type) && tree.isEnumeration(type)) {
        EnumNames names = tree.namesOf(type);
        if (names != null) {
          enumerations.put(type, names);
        }
      }
    }
  }

  private @Nullable Object decode(DataValue read) {
    try {
      return read.value().value() instanceof ExtensionObject encoded
          ? encoded.decode(connection.client().getStaticEncodingContext())
          : null;
    } catch (UaSerializationException e) {
      return null; // a definition that cannot be read is as good as none
    }
  }

  /** The types that points may have which carry nothing to look up. */
  static boolean isPlain(NodeId type) {
    return isConcrete(type)
        && !type.equals(NodeIds.Structure)
        && !type.equals(NodeIds.BaseDataType);
  }
}
