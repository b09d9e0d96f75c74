package io.gemba.hal.opcua;

import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.jspecify.annotations.Nullable;

/** Writes values in the type that the server's node has. Safe for use from any thread. */
final class Writer {
  private static final int DEEPEST_TYPE = 16;

  private final Connection connection;
  private final ServerFacts facts;
  private final Map<String, PointSettings> points;
  private final Map<String, OpcUaDataType> types = new ConcurrentHashMap<>();

  Writer(Connection connection, List<PointSettings> points, ServerFacts facts) {
    this.connection = connection;
    this.facts = facts;
    this.points =
        points.stream().collect(Collectors.toMap(PointSettings::name, Function.identity()));
  }

  /**
   * Writes one value.
   *
   * @return the server's answer; Bad_TypeMismatch or Bad_OutOfRange of our own when the value does
   *     not fit the node's type, and then nothing was sent
   * @throws IOException when nobody can say whether it was written
   */
  long write(String name, Value value) throws IOException, InterruptedException {
    PointSettings point = points.get(name);
    if (point == null) {
      return StatusCodes.Bad_NodeIdUnknown;
    }
    if (!point.writable()) {
      return StatusCodes.Bad_NotWritable;
    }
    Optional<NodeId> node = new Nodes(connection, facts).find(point);
    if (node.isEmpty()) {
      return StatusCodes.Bad_NodeIdUnknown;
    }
    OpcUaDataType type = types.get(name);
    if (type == null) {
      TypeOrStatus found = typeOf(node.get());
      if (found.type() == null) {
        return found.status();
      }
      type = found.type();
      types.put(name, type);
    }
    Coercion.Result result = Coercion.to(type, value);
    return result.value() == null ? result.status() : send(node.get(), result.value());
  }

  private long send(NodeId node, Object value) throws IOException, InterruptedException {
    // Without time stamps: most servers refuse to have them written (Bad_WriteNotSupported).
    DataValue written = new DataValue(Variant.of(value), StatusCode.GOOD, null, null);
    WriteRequest request =
        new WriteRequest(
            connection.header(),
            new WriteValue[] {new WriteValue(node, AttributeId.Value.uid(), null, written)});
    WriteResponse response = connection.request(request, WriteResponse.class, "writing to ");
    StatusCode[] results = response.getResults();
    if (results == null || results.length != 1) {
      throw new IOException(connection.endpoint() + " did not say whether it wrote");
    }
    return results[0].value();
  }

  private record TypeOrStatus(@Nullable OpcUaDataType type, long status) {}

  /** The built-in type that the node's data type comes down to (OPC 10000-3 §8). */
  private TypeOrStatus typeOf(NodeId node) throws IOException, InterruptedException {
    DataValue declared =
        ServerFacts.readAttribute(connection, List.of(node), AttributeId.DataType).getFirst();
    if (declared.statusCode().isBad()) {
      return new TypeOrStatus(null, declared.statusCode().value());
    }
    if (declared.value().value() instanceof NodeId dataType) {
      OpcUaDataType builtIn = builtIn(dataType);
      if (builtIn != null) {
        return new TypeOrStatus(builtIn, 0);
      }
    }
    DataValue current = ServerFacts.readValues(connection, List.of(node)).getFirst();
    OpcUaDataType shown = current.value().getDataType().orElse(null);
    return shown == null
        ? new TypeOrStatus(null, StatusCodes.Bad_TypeMismatch)
        : new TypeOrStatus(shown, 0);
  }

  private @Nullable OpcUaDataType builtIn(NodeId dataType)
      throws IOException, InterruptedException {
    NodeId type = dataType;
    for (int depth = 0; depth < DEEPEST_TYPE; depth++) {
      if (type.equals(NodeIds.Enumeration)) {
        return OpcUaDataType.Int32;
      }
      if (isConcrete(type)) {
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

  private static boolean isConcrete(NodeId type) {
    return OpcUaDataType.isBuiltin(type) && !type.equals(NodeIds.BaseDataType);
  }

  private Optional<NodeId> parent(NodeId type) throws IOException, InterruptedException {
    BrowseDescription upwards =
        new BrowseDescription(
            type,
            BrowseDirection.Inverse,
            NodeIds.HasSubtype,
            false,
            Unsigned.uint(0),
            Unsigned.uint(BrowseResultMask.None.getValue()));
    BrowseRequest request =
        new BrowseRequest(
            connection.header(),
            new ViewDescription(NodeId.NULL_VALUE, DateTime.MIN_VALUE, Unsigned.uint(0)),
            Unsigned.uint(1),
            new BrowseDescription[] {upwards});
    BrowseResponse response =
        connection.request(request, BrowseResponse.class, "looking up a data type at ");
    if (response.getResults() == null || response.getResults().length == 0) {
      return Optional.empty();
    }
    ReferenceDescription[] references = response.getResults()[0].getReferences();
    return references == null || references.length == 0
        ? Optional.empty()
        : references[0].getNodeId().toNodeId(facts.namespaces());
  }
}
