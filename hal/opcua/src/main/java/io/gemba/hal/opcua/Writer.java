package io.gemba.hal.opcua;

import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.jspecify.annotations.Nullable;

/** Writes values in the type that the server's node has. Safe for use from any thread. */
final class Writer {
  private final Connection connection;
  private final ServerFacts facts;
  private final BuiltInTypes types;
  private final Map<String, PointSettings> points;
  private final Map<String, Shape> shapes = new ConcurrentHashMap<>();

  /** What the server says that a node holds. */
  private record Shape(OpcUaDataType type, int valueRank) {}

  Writer(Connection connection, List<PointSettings> points, ServerFacts facts) {
    this.connection = connection;
    this.facts = facts;
    this.types = new BuiltInTypes(connection, facts.namespaces());
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
  Outcome write(String name, Value value) throws IOException, InterruptedException {
    PointSettings point = points.get(name);
    if (point == null) {
      return refused(StatusCodes.Bad_NodeIdUnknown, "no such point");
    }
    if (!point.writable()) {
      return refused(StatusCodes.Bad_NotWritable, "the point is not 'writable: true'");
    }
    Optional<NodeId> node = new Nodes(connection, facts).find(point);
    if (node.isEmpty()) {
      return refused(StatusCodes.Bad_NodeIdUnknown, "the server has no such namespace");
    }
    Shape shape = shapes.get(name);
    if (shape == null) {
      shape = shape(node.get());
      if (shape == null) {
        return refused(
            StatusCodes.Bad_TypeMismatch,
            "the server does not say what it holds, or has no such node");
      }
      shapes.put(name, shape);
    }
    Coercion.Result result = BuiltInTypes.fit(shape.type(), shape.valueRank(), value);
    if (result.value() == null) {
      String wanted = BuiltInTypes.words(shape.type(), shape.valueRank());
      return refused(result.status(), "the server's node is " + wanted);
    }
    return send(node.get(), result.value());
  }

  private static Outcome refused(long status, String why) {
    String words = Words.ofStatus(status) + ": " + why + "; nothing was written";
    return new Outcome(status, words, Map.<String, Value>of());
  }

  private Outcome send(NodeId node, Object value) throws IOException, InterruptedException {
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
    String words = results[0].isBad() ? "the server says: " : "written: ";
    return new Outcome(
        results[0].value(), words + Words.ofStatus(results[0].value()), Map.<String, Value>of());
  }

  /** Null when the server does not tell. */
  private @Nullable Shape shape(NodeId node) throws IOException, InterruptedException {
    DataValue declared = attribute(node, AttributeId.DataType);
    DataValue rank = attribute(node, AttributeId.ValueRank);
    int valueRank = rank.value().value() instanceof Integer told ? told : -2;
    if (declared.value().value() instanceof NodeId dataType) {
      OpcUaDataType builtIn = types.of(dataType);
      if (builtIn != null) {
        return new Shape(builtIn, valueRank);
      }
    }
    DataValue current = attribute(node, AttributeId.Value);
    OpcUaDataType shown = current.value().getDataType().orElse(null);
    return shown == null ? null : new Shape(shown, valueRank);
  }

  private DataValue attribute(NodeId node, AttributeId attribute)
      throws IOException, InterruptedException {
    return ServerFacts.readAttribute(connection, List.of(node), attribute).getFirst();
  }
}
