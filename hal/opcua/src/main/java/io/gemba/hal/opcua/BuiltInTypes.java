package io.gemba.hal.opcua;

import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.jspecify.annotations.Nullable;

/**
 * Which built-in type a data type of the server comes down to (OPC 10000-3 §8), and whether a value
 * fits it. Safe for use from any thread.
 */
final class BuiltInTypes {
  private static final int DEEPEST_TYPE = 16;
  private static final int ANY = -2;
  private static final int SCALAR = -1;
  private static final int SCALAR_OR_ONE_DIMENSION = -3;

  private final Connection connection;
  private final NamespaceTable namespaces;
  private final Map<NodeId, OpcUaDataType> known = new ConcurrentHashMap<>();

  BuiltInTypes(Connection connection, NamespaceTable namespaces) {
    this.connection = connection;
    this.namespaces = namespaces;
  }

  /** The built-in type, or null when the data type leaves it open or cannot be followed. */
  @Nullable OpcUaDataType of(NodeId dataType) throws IOException, InterruptedException {
    OpcUaDataType found = known.get(dataType);
    if (found == null) {
      found = follow(dataType);
      if (found != null) {
        known.put(dataType, found);
      }
    }
    return found;
  }

  private @Nullable OpcUaDataType follow(NodeId dataType) throws IOException, InterruptedException {
    NodeId type = dataType;
    for (int depth = 0; depth < DEEPEST_TYPE; depth++) {
      if (type.equals(NodeIds.Enumeration)) {
        return OpcUaDataType.Int32;
      }
      if (OpcUaDataType.isBuiltin(type) && !type.equals(NodeIds.BaseDataType)) {
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
        : references[0].getNodeId().toNodeId(namespaces);
  }

  /**
   * The value as the protocol library wants it, or why it does not fit.
   *
   * @param valueRank what the server says about arrays (OPC 10000-3 §5.6.2)
   */
  static Coercion.Result fit(OpcUaDataType type, int valueRank, Value value) {
    boolean array = value instanceof Value.Items;
    boolean arrayFits = valueRank != SCALAR;
    boolean scalarFits =
        valueRank == SCALAR || valueRank == ANY || valueRank == SCALAR_OR_ONE_DIMENSION;
    if (array ? !arrayFits : !scalarFits) {
      return new Coercion.Result(null, StatusCodes.Bad_TypeMismatch);
    }
    return Coercion.to(type, told(type, value));
  }

  /** JSON has no times and no bytes: they come as ISO 8601 and Base64. */
  private static Value told(OpcUaDataType type, Value value) {
    if (value instanceof Value.Items items) {
      List<Value> told = new ArrayList<>();
      items.values().forEach(item -> told.add(told(type, item)));
      return new Value.Items(told);
    }
    if (!(value instanceof Value.Text text)) {
      return value;
    }
    try {
      return switch (type) {
        case DateTime -> new Value.Time(Instant.parse(text.value()));
        case ByteString -> new Value.Bytes(Base64.getDecoder().decode(text.value()));
        default -> value;
      };
    } catch (DateTimeException | IllegalArgumentException e) {
      return value; // which does not fit
    }
  }

  /** What a value was meant to be, for messages. */
  static String words(OpcUaDataType type, int valueRank) {
    return switch (valueRank) {
      case SCALAR -> type.name();
      case ANY, SCALAR_OR_ONE_DIMENSION -> type.name() + ", one or several";
      default -> "array of " + type.name();
    };
  }
}
