package io.gemba.hal.opcua;

import io.gemba.hal.spi.Value;
import java.lang.reflect.Array;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
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
 * Guids, node ids, qualified names and XML become text, status codes unsigned numbers, localized
 * texts text or, where they have a locale, both; structures become their fields where the data
 * types are known, else their type and their bytes. Safe for use from any thread.
 */
final class Values {
  /** Without a session nobody knows namespaces and data types. */
  static final Values PLAIN = new Values(null, structure -> null);

  /** Deeper things stay bytes: the journal holds no more than 32 levels. */
  private static final int DEEPEST = 24;

  private final @Nullable NamespaceTable namespaces;
  private final Structures structures;

  /** Knows how to read structures. */
  @FunctionalInterface
  interface Structures {
    /** The fields of a structure, or null when its type is not known. */
    @Nullable Value read(ExtensionObject structure);
  }

  Values(@Nullable NamespaceTable namespaces, Structures structures) {
    this.namespaces = namespaces;
    this.structures = structures;
  }

  static Value of(@Nullable Variant variant) {
    return PLAIN.read(variant);
  }

  static Value ofObject(@Nullable Object object) {
    return PLAIN.read(object, 0);
  }

  /** What a variant holds. */
  Value read(@Nullable Variant variant) {
    return variant == null ? Value.NONE : read(variant.value(), 0);
  }

  /** One element, array or matrix; {@code depth} is how deep it lies in others. */
  Value read(@Nullable Object object, int depth) {
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
      default -> readRarer(object, depth);
    };
  }

  private Value readRarer(Object object, int depth) {
    return switch (object) {
      case DateTime time -> new Value.Time(instant(time));
      case ByteString bytes -> bytes.isNull() ? Value.NONE : new Value.Bytes(bytes.bytesOrEmpty());
      case LocalizedText text -> localized(text);
      case UUID guid -> new Value.Text(guid.toString());
      case QualifiedName name -> qualified(name);
      case NodeId node ->
          new Value.Text(
              namespaces == null ? node.toParseableString() : NodeWords.of(node, namespaces));
      case ExpandedNodeId node -> new Value.Text(node.toParseableString());
      case StatusCode status -> new Value.UInt(status.value());
      case XmlElement xml -> text(xml.getFragment());
      case UaEnumeratedType enumerated -> new Value.Int(enumerated.getValue());
      case Variant variant -> read(variant.value(), depth);
      case DataValue value -> read(value.value().value(), depth);
      case ExtensionObject structure -> readStructure(structure, depth);
      case Matrix matrix -> read(matrix.isNull() ? null : matrix.nestedArrayValue(), depth);
      default ->
          object.getClass().isArray()
              ? readArray(object, depth)
              : new Value.Text(String.valueOf(object));
    };
  }

  private static Value text(@Nullable String text) {
    return text == null ? Value.NONE : new Value.Text(text);
  }

  private static Value localized(LocalizedText text) {
    String locale = text.locale();
    if (locale == null || locale.isEmpty()) {
      return text(text.text());
    }
    Map<String, Value> both = new LinkedHashMap<>();
    both.put("text", text(text.text()));
    both.put("locale", new Value.Text(locale));
    return new Value.Fields(both);
  }

  private Value qualified(QualifiedName name) {
    int index = name.namespaceIndex().intValue();
    String uri = namespaces == null ? null : namespaces.get(index);
    if (name.name() == null) {
      return Value.NONE;
    }
    return new Value.Text(
        index == 0 || uri == null
            ? String.valueOf(name.toParseableString())
            : "nsu=" + uri + ";" + name.name());
  }

  private Value readArray(Object array, int depth) {
    if (depth >= DEEPEST) {
      return Value.NONE;
    }
    int length = Array.getLength(array);
    List<Value> items = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      items.add(read(Array.get(array, i), depth + 1));
    }
    return new Value.Items(items);
  }

  private Value readStructure(ExtensionObject structure, int depth) {
    if (structure.isNull()) {
      return Value.NONE;
    }
    Value decoded = depth >= DEEPEST ? null : structures.read(structure);
    return decoded != null ? decoded : undecoded(structure);
  }

  private Value undecoded(ExtensionObject structure) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("encoding", readRarer(structure.getEncodingOrTypeId(), 0));
    fields.put("body", read(structure.getBody(), 0));
    return new Value.Fields(fields);
  }

  /** The moment, with the 100 ns that OPC UA keeps. */
  static Instant instant(DateTime time) {
    return time.getJavaInstant();
  }
}
