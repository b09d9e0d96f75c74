package io.gemba.hal.opcua;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.FilterOperator;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.ContentFilterElement;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.LiteralOperand;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoringParameters;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;
import org.jspecify.annotations.Nullable;

/**
 * Hears when a server's nodes change: GeneralModelChangeEvent (OPC 10000-3 §9.32.7) where that is
 * served, and the arrays of namespaces and servers. Told by publish threads, asked by the run's.
 */
final class ModelWatch {
  private static final UInteger NAMESPACES = Unsigned.uint(0xFFFF_FF00L);
  private static final UInteger SERVERS = Unsigned.uint(0xFFFF_FF01L);
  private static final UInteger MODEL = Unsigned.uint(0xFFFF_FF02L);

  private final Connection connection;
  private final RunEnd end;
  private final String[] namespaces;
  private @Nullable Variant servers;
  private volatile boolean changed;

  ModelWatch(Connection connection, ServerFacts facts, RunEnd end) {
    this.connection = connection;
    this.end = end;
    this.namespaces = facts.namespaces().toArray();
  }

  /** Adds what it watches to a subscription; what the server refuses is done without. */
  void begin(UInteger subscription) throws IOException, InterruptedException {
    for (MonitoredItemCreateRequest item :
        List.of(
            array(NAMESPACES, NodeIds.Server_NamespaceArray),
            array(SERVERS, NodeIds.Server_ServerArray),
            modelChanges())) {
      // one by one, so that a server without events still tells of the others
      connection.request(
          new CreateMonitoredItemsRequest(
              connection.header(),
              subscription,
              TimestampsToReturn.Neither,
              new MonitoredItemCreateRequest[] {item}),
          CreateMonitoredItemsResponse.class,
          "asking to be told of new nodes at ");
    }
  }

  private static MonitoredItemCreateRequest array(UInteger handle, NodeId node) {
    return item(handle, node, AttributeId.Value, 1_000, null);
  }

  private MonitoredItemCreateRequest modelChanges() {
    var context = connection.client().getStaticEncodingContext();
    QualifiedName eventType = new QualifiedName(0, "EventType");
    SimpleAttributeOperand type =
        new SimpleAttributeOperand(
            NodeIds.BaseEventType, new QualifiedName[] {eventType}, AttributeId.Value.uid(), null);
    ExtensionObject wanted =
        ExtensionObject.encode(
            context, new LiteralOperand(Variant.ofNodeId(NodeIds.BaseModelChangeEventType)));
    ContentFilter where =
        new ContentFilter(
            new ContentFilterElement[] {
              new ContentFilterElement(FilterOperator.OfType, new ExtensionObject[] {wanted})
            });
    ExtensionObject filter =
        ExtensionObject.encode(
            context, new EventFilter(new SimpleAttributeOperand[] {type}, where));
    return item(MODEL, NodeIds.Server, AttributeId.EventNotifier, 0, filter);
  }

  private static MonitoredItemCreateRequest item(
      UInteger handle,
      NodeId node,
      AttributeId attribute,
      double sampling,
      @Nullable ExtensionObject filter) {
    return new MonitoredItemCreateRequest(
        new ReadValueId(node, attribute.uid(), null, QualifiedName.NULL_VALUE),
        MonitoringMode.Reporting,
        new MonitoringParameters(handle, sampling, filter, Unsigned.uint(10), true));
  }

  /** Something came that is no point. Never blocks. */
  void take(UInteger handle, @Nullable DataValue value) {
    if (handle.equals(MODEL)) {
      changed = true;
    } else if (handle.equals(NAMESPACES) && value != null) {
      takeNamespaces(value);
    } else if (handle.equals(SERVERS) && value != null) {
      changed |= servers != null && !servers.equals(value.value());
      servers = value.value();
    }
  }

  private void takeNamespaces(DataValue value) {
    if (!(value.value().value() instanceof String[] now)) {
      return;
    }
    boolean longer = now.length > namespaces.length;
    boolean sameSoFar =
        now.length >= namespaces.length
            && Arrays.equals(now, 1, namespaces.length, namespaces, 1, namespaces.length);
    if (!sameSoFar) {
      end.because("its namespaces have other numbers now");
    } else if (longer) {
      changed = true;
    }
  }

  /** Whether nodes may have changed since somebody last asked. */
  boolean takeChange() {
    boolean was = changed;
    changed = false;
    return was;
  }
}
