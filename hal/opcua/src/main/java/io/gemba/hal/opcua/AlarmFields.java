package io.gemba.hal.opcua;

import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an event and what becomes of it (OPC 10000-5 §6.4.2, OPC 10000-9 §5): an object
 * with the fields that the event has, in this order.
 */
final class AlarmFields {
  private static final int TYPE = 1;
  private static final int SEVERITY = 5;
  private static final int CONDITION = 7;

  /** One select clause and the name it gets. */
  private record Field(String name, NodeId type, List<String> path) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("event", NodeIds.BaseEventType, List.of("EventId")),
          new Field("type", NodeIds.BaseEventType, List.of("EventType")),
          new Field("source", NodeIds.BaseEventType, List.of("SourceName")),
          new Field("source-node", NodeIds.BaseEventType, List.of("SourceNode")),
          new Field("time", NodeIds.BaseEventType, List.of("Time")),
          new Field("severity", NodeIds.BaseEventType, List.of("Severity")),
          new Field("message", NodeIds.BaseEventType, List.of("Message")),
          new Field("condition", NodeIds.ConditionType, List.of()),
          new Field("name", NodeIds.ConditionType, List.of("ConditionName")),
          new Field("branch", NodeIds.ConditionType, List.of("BranchId")),
          new Field("retain", NodeIds.ConditionType, List.of("Retain")),
          new Field("enabled", NodeIds.ConditionType, List.of("EnabledState", "Id")),
          new Field("active", NodeIds.AlarmConditionType, List.of("ActiveState", "Id")),
          new Field("acked", NodeIds.AcknowledgeableConditionType, List.of("AckedState", "Id")),
          new Field(
              "confirmed", NodeIds.AcknowledgeableConditionType, List.of("ConfirmedState", "Id")),
          new Field("comment", NodeIds.ConditionType, List.of("Comment")),
          new Field("user", NodeIds.ConditionType, List.of("ClientUserId")));

  private AlarmFields() {}

  /** One event. */
  record Event(
      NodeId type,
      Value.@Nullable Bytes id,
      @Nullable NodeId condition,
      long severity,
      @Nullable Instant time,
      Value.Fields value) {}

  static EventFilter filter() {
    SimpleAttributeOperand[] select =
        FIELDS.stream().map(AlarmFields::operand).toArray(SimpleAttributeOperand[]::new);
    return new EventFilter(select, new ContentFilter(new ContentFilterElement[0]));
  }

  private static SimpleAttributeOperand operand(Field field) {
    QualifiedName[] path = new QualifiedName[field.path().size()];
    for (int i = 0; i < path.length; i++) {
      path[i] = new QualifiedName(0, field.path().get(i));
    }
    AttributeId attribute = path.length == 0 ? AttributeId.NodeId : AttributeId.Value;
    return new SimpleAttributeOperand(field.type(), path, attribute.uid(), null);
  }

  /** What the server sent for {@link #filter}. */
  static Event event(Variant @Nullable [] sent, NamespaceTable namespaces) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      Object object = at(sent, i);
      Value value =
          object instanceof NodeId node
              ? node.isNull() ? Value.NONE : Value.of(nsu(node, namespaces))
              : Values.ofObject(object);
      if (!(value instanceof Value.None)) {
        fields.put(FIELDS.get(i).name(), value);
      }
    }
    Object type = at(sent, TYPE);
    return new Event(
        type instanceof NodeId node ? node : NodeIds.BaseEventType,
        fields.get("event") instanceof Value.Bytes bytes ? bytes : null,
        at(sent, CONDITION) instanceof NodeId node && !node.isNull() ? node : null,
        at(sent, SEVERITY) instanceof Number severity ? severity.longValue() : 1,
        fields.get("time") instanceof Value.Time time ? time.value() : null,
        new Value.Fields(fields));
  }

  private static @Nullable Object at(Variant @Nullable [] sent, int index) {
    return sent == null || index >= sent.length || sent[index] == null ? null : sent[index].value();
  }

  /** A node id that means the same after the server's namespaces were shuffled. */
  static String nsu(NodeId node, NamespaceTable namespaces) {
    int index = node.getNamespaceIndex().intValue();
    String uri = index == 0 ? null : namespaces.get(index);
    String text = node.toParseableString();
    return uri == null ? text : "nsu=" + uri + text.substring(text.indexOf(';'));
  }
}
