package io.gemba.hal.opcua;

import io.gemba.hal.spi.Value;
import java.lang.reflect.Array;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.types.UaEnumeratedType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.jspecify.annotations.Nullable;

/**
 * Turns what OPC UA carries (OPC 10000-6 §5.1.2) into the shapes of {@link Value}, bit by bit.
 * Guids, node ids, qualified names, localized texts and XML become text, status codes unsigned
 * numbers; a structure that nobody has decoded becomes its type and its bytes.
 */
final class Values {
  private Values() {}

  static Value of(@Nullable Variant variant) {
    return variant == null ? Value.NONE : ofObject(variant.value());
  }

  static Value ofObject(@Nullable Object object) {
    return switch (object) {
      case null -> Value.NONE;
      case Boolean b -> new Value.Bool(b);
      case Double d -> new Value.Real(d);
      case Float f -> new Value.Real32(f);
      case Byte n -> new Value.Int(n);
      case Short n -> new Value.Int(n);
      case Integer n -> new Value.Int(n);
      case Long n -> new Value.Int(n);
      case UByte n -> new Value.UInt(n.longValue());
      case UShort n -> new Value.UInt(n.longValue());
      case UInteger n -> new Value.UInt(n.longValue());
      case ULong n -> new Value.UInt(n.longValue());
      case String s -> new Value.Text(s);
      default -> ofRarer(object);
    };
  }

  private static Value ofRarer(Object object) {
    return switch (object) {
      case DateTime time -> new Value.Time(instant(time));
      case ByteString bytes -> bytes.isNull() ? Value.NONE : new Value.Bytes(bytes.bytesOrEmpty());
      case LocalizedText text -> text(text.text());
      case UUID guid -> new Value.Text(guid.toString());
      case QualifiedName name -> text(name.toParseableString());
      case NodeId node -> new Value.Text(node.toParseableString());
      case ExpandedNodeId node -> new Value.Text(node.toParseableString());
      case StatusCode status -> new Value.UInt(status.value());
      case XmlElement xml -> text(xml.getFragment());
      case UaEnumeratedType enumerated -> new Value.Int(enumerated.getValue());
      case Variant variant -> ofObject(variant.value());
      case DataValue value -> of(value.value());
      case ExtensionObject structure -> ofStructure(structure);
      case Matrix matrix -> ofObject(matrix.isNull() ? null : matrix.nestedArrayValue());
      default ->
          object.getClass().isArray() ? ofArray(object) : new Value.Text(String.valueOf(object));
    };
  }

  private static Value text(@Nullable String text) {
    return text == null ? Value.NONE : new Value.Text(text);
  }

  private static Value ofArray(Object array) {
    int length = Array.getLength(array);
    List<Value> items = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      items.add(ofObject(Array.get(array, i)));
    }
    return new Value.Items(items);
  }

  private static Value ofStructure(ExtensionObject structure) {
    if (structure.isNull()) {
      return Value.NONE;
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("encoding", new Value.Text(structure.getEncodingOrTypeId().toParseableString()));
    fields.put("body", ofObject(structure.getBody()));
    return new Value.Fields(fields);
  }

  /** The moment, with the 100 ns that OPC UA keeps. */
  static Instant instant(DateTime time) {
    return time.getJavaInstant();
  }
}
