package io.gemba.hal.opcua;

import io.gemba.hal.spi.Value;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryDecoder;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.StructureType;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;
import org.jspecify.annotations.Nullable;

/**
 * Reads structures by the server's own definitions (OPC 10000-6 §5.2.6 to §5.2.8): plain ones, with
 * optional fields, unions, with subtypes, in each other and in arrays. Safe for use from any
 * thread.
 */
final class StructureReader implements Values.Structures {
  /** Structures in structures; deeper ones stay bytes. */
  private static final int DEEPEST = 10;

  private final DataTypes types;
  private final EncodingContext context;
  private final boolean enumNames;
  private final Values values;

  StructureReader(
      DataTypes types, EncodingContext context, NamespaceTable namespaces, boolean enumNames) {
    this.types = types;
    this.context = context;
    this.enumNames = enumNames;
    this.values = new Values(namespaces, this);
  }

  /** Values whose structures are read like this. */
  Values values() {
    return values;
  }

  @Override
  public @Nullable Value read(ExtensionObject structure) {
    StructureDefinition definition = types.encodedAs(structure.getEncodingOrTypeId());
    if (definition == null || !(structure.getBody() instanceof ByteString body)) {
      return null;
    }
    ByteBuf bytes = Unpooled.wrappedBuffer(body.bytesOrEmpty());
    try {
      Body reader = new Body(new OpcUaBinaryDecoder(context).setBuffer(bytes), bytes);
      return reader.structure(definition, 0);
    } catch (UaSerializationException | IndexOutOfBoundsException | Malformed e) {
      return null; // it is not what its definition says: better its bytes than a guess
    }
  }

  /** What is not as it should be. */
  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  /** The bytes of one structure, read from the front. */
  private final class Body {
    private final OpcUaBinaryDecoder decoder;
    private final ByteBuf bytes;

    Body(OpcUaBinaryDecoder decoder, ByteBuf bytes) {
      this.decoder = decoder;
      this.bytes = bytes;
    }

    private Value structure(StructureDefinition definition, int depth) {
      if (depth >= DEEPEST) {
        throw new Malformed("too deep");
      }
      StructureField[] declared = definition.getFields();
      StructureField[] fields = declared == null ? new StructureField[0] : declared;
      return switch (definition.getStructureType()) {
        case Union -> union(fields, false, depth);
        case UnionWithSubtypedValues -> union(fields, true, depth);
        default -> fields(fields, definition.getStructureType(), depth);
      };
    }

    private Value union(StructureField[] fields, boolean subtyped, int depth) {
      int which = (int) decoder.decodeUInt32().longValue();
      if (which == 0) {
        return Value.NONE;
      }
      if (which < 0 || which > fields.length) {
        throw new Malformed("no such field of the union");
      }
      StructureField chosen = fields[which - 1];
      return new Value.Fields(
          Map.of(name(chosen, which - 1), field(chosen, subtyped && isOptional(chosen), depth)));
    }

    private Value fields(StructureField[] fields, StructureType type, int depth) {
      boolean optional = type == StructureType.StructureWithOptionalFields;
      boolean subtyped = type == StructureType.StructureWithSubtypedValues;
      long mask = optional ? decoder.decodeUInt32().longValue() : 0;
      Map<String, Value> read = new LinkedHashMap<>();
      int bit = 0;
      for (int i = 0; i < fields.length; i++) {
        StructureField field = fields[i];
        if (optional && isOptional(field) && (mask >> bit++ & 1) == 0) {
          continue; // left out, as optional fields may be
        }
        read.put(name(field, i), field(field, subtyped && isOptional(field), depth));
      }
      return new Value.Fields(read);
    }

    private static boolean isOptional(StructureField field) {
      return Boolean.TRUE.equals(field.getIsOptional());
    }

    private static String name(StructureField field, int index) {
      String name = field.getName();
      return name == null || name.isEmpty() ? "field" + index : name;
    }

    private Value field(StructureField field, boolean subtyped, int depth) {
      int rank = field.getValueRank() == null ? -1 : field.getValueRank();
      if (rank > 1) {
        return matrix(field.getDataType(), subtyped, depth);
      }
      return rank == 1
          ? array(length(), field.getDataType(), subtyped, depth)
          : element(field.getDataType(), subtyped, depth);
    }

    private int length() {
      int length = decoder.decodeInt32();
      if (length > bytes.readableBytes()) {
        throw new Malformed("an array longer than the message");
      }
      return length;
    }

    private Value array(int length, NodeId type, boolean subtyped, int depth) {
      if (length < 0) {
        return Value.NONE;
      }
      List<Value> items = new ArrayList<>(length);
      for (int i = 0; i < length; i++) {
        items.add(element(type, subtyped, depth));
      }
      return new Value.Items(items);
    }

    private Value matrix(NodeId type, boolean subtyped, int depth) {
      int dimensions = length();
      if (dimensions < 0) {
        return Value.NONE;
      }
      List<Integer> sizes = new ArrayList<>();
      long all = 1;
      for (int i = 0; i < dimensions; i++) {
        int size = Math.max(0, decoder.decodeInt32());
        sizes.add(size);
        all = Math.multiplyExact(all, size);
        if (all > bytes.readableBytes()) {
          throw new Malformed("a matrix larger than the message");
        }
      }
      return nested(sizes, type, subtyped, depth);
    }

    private Value nested(List<Integer> sizes, NodeId type, boolean subtyped, int depth) {
      if (sizes.size() <= 1) {
        return array(sizes.isEmpty() ? 0 : sizes.getFirst(), type, subtyped, depth);
      }
      List<Value> rows = new ArrayList<>();
      for (int i = 0; i < sizes.getFirst(); i++) {
        rows.add(nested(sizes.subList(1, sizes.size()), type, subtyped, depth));
      }
      return new Value.Items(rows);
    }

    private Value element(NodeId type, boolean subtyped, int depth) {
      StructureDefinition structure = types.structure(type);
      if (structure != null) {
        return subtyped
            ? builtIn(OpcUaDataType.ExtensionObject, depth)
            : structure(structure, depth + 1);
      }
      if (subtyped) {
        return builtIn(OpcUaDataType.Variant, depth);
      }
      OpcUaDataType builtIn = types.builtIn(type);
      if (builtIn == null) {
        throw new Malformed("a field of a type that nobody knows");
      }
      Value value = builtIn(builtIn, depth);
      EnumNames names = enumNames ? types.enumeration(type) : null;
      return names == null ? value : names.name(value);
    }

    private Value builtIn(OpcUaDataType type, int depth) {
      Object read =
          switch (type) {
            case Boolean -> decoder.decodeBoolean();
            case SByte -> decoder.decodeSByte();
            case Byte -> decoder.decodeByte();
            case Int16 -> decoder.decodeInt16();
            case UInt16 -> decoder.decodeUInt16();
            case Int32 -> decoder.decodeInt32();
            case UInt32 -> decoder.decodeUInt32();
            case Int64 -> decoder.decodeInt64();
            case UInt64 -> decoder.decodeUInt64();
            case Float -> decoder.decodeFloat();
            case Double -> decoder.decodeDouble();
            case String -> decoder.decodeString();
            case DateTime -> decoder.decodeDateTime();
            case Guid -> decoder.decodeGuid();
            case ByteString -> decoder.decodeByteString();
            case XmlElement -> decoder.decodeXmlElement();
            case NodeId -> decoder.decodeNodeId();
            case ExpandedNodeId -> decoder.decodeExpandedNodeId();
            case StatusCode -> decoder.decodeStatusCode();
            case QualifiedName -> decoder.decodeQualifiedName();
            case LocalizedText -> decoder.decodeLocalizedText();
            case ExtensionObject -> decoder.decodeExtensionObject();
            case DataValue -> decoder.decodeDataValue();
            case Variant -> decoder.decodeVariant();
            case DiagnosticInfo -> decoder.decodeDiagnosticInfo();
          };
      return values.read(read, 2 * (depth + 1));
    }
  }
}
