package io.gemba.hal.opcua;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.model.variables.PropertyTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilters;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;

/** The nodes of a {@link TestServer}. */
final class TestSpace extends ManagedNamespaceWithLifecycle {
  final Map<String, UaVariableNode> nodes = new ConcurrentHashMap<>();
  final AtomicInteger largestBatch = new AtomicInteger();
  private final List<DataItem> made = new CopyOnWriteArrayList<>();
  final Map<String, Integer> reads = new ConcurrentHashMap<>();
  private final SubscriptionModel sampling;
  private final MemoryHistory history;

  TestSpace(OpcUaServer server, MemoryHistory history) {
    super(server, TestServer.NAMESPACE);
    this.history = history;
    sampling = new SubscriptionModel(server, this);
    getLifecycleManager().addLifecycle(sampling);
  }

  void update(String name, DataValue shown) {
    nodes.computeIfAbsent(name, any -> node(name, shown)).setValue(shown);
  }

  private UaVariableNode node(String name, DataValue first) {
    NodeId type =
        first.value().getDataType().map(found -> found.getNodeId()).orElse(NodeIds.BaseDataType);
    UaVariableNode node =
        UaVariableNode.build(
            getNodeContext(),
            builder ->
                builder
                    .setNodeId(newNodeId(name))
                    .setBrowseName(newQualifiedName(name))
                    .setDisplayName(LocalizedText.english(name))
                    .setDataType(type)
                    .setValueRank(-2)
                    .setAccessLevel(MemoryHistory.access(name))
                    .setUserAccessLevel(MemoryHistory.access(name))
                    .setMinimumSamplingInterval(0.0)
                    .setTypeDefinition(NodeIds.BaseDataVariableType)
                    .build());
    node.getFilterChain()
        .addLast(
            AttributeFilters.getValue(
                context -> {
                  reads.merge(name, 1, Integer::sum);
                  return (DataValue) context.getAttribute(AttributeId.Value);
                }));
    getNodeManager().addNode(node);
    node.addReference(
        new Reference(
            node.getNodeId(), NodeIds.Organizes, NodeIds.ObjectsFolder.expanded(), false));
    return node;
  }

  void remove(String name) {
    UaVariableNode node = nodes.remove(name);
    if (node != null) {
      node.delete();
    }
  }

  void hush(String name) {
    sampling.onDataItemsDeleted(
        made.stream()
            .filter(item -> newNodeId(name).equals(item.getReadValueId().getNodeId()))
            .toList());
  }

  /** Says between which values a node's own lie (EURange, OPC 10000-8 §5.3.2.3). */
  void range(String name, double low, double high) {
    UaVariableNode node = nodes.get(name);
    PropertyTypeNode range =
        new PropertyTypeNode(
            getNodeContext(),
            newNodeId(name + ".EURange"),
            new QualifiedName(0, "EURange"),
            LocalizedText.english("EURange"),
            LocalizedText.NULL_VALUE,
            Unsigned.uint(0),
            Unsigned.uint(0),
            null,
            null,
            null,
            new DataValue(
                Variant.ofExtensionObject(
                    ExtensionObject.encode(
                        getServer().getStaticEncodingContext(), new Range(low, high)))),
            NodeIds.Range,
            -1,
            null);
    getNodeManager().addNode(range);
    node.addReference(
        new Reference(node.getNodeId(), NodeIds.HasProperty, range.getNodeId().expanded(), true));
  }

  void folder(String name, String... parents) {
    UaFolderNode folder =
        new UaFolderNode(
            getNodeContext(), newNodeId(name), newQualifiedName(name), LocalizedText.english(name));
    getNodeManager().addNode(folder);
    for (String parent : parents) {
      NodeId above = parent.isEmpty() ? NodeIds.ObjectsFolder : newNodeId(parent);
      folder.addReference(
          new Reference(folder.getNodeId(), NodeIds.Organizes, above.expanded(), false));
    }
  }

  @Override
  public List<HistoryReadResult> historyRead(
      HistoryReadContext context,
      HistoryReadDetails details,
      TimestampsToReturn timestamps,
      List<HistoryReadValueId> nodes) {
    return nodes.stream()
        .map(node -> history.read(getServer(), (ReadRawModifiedDetails) details, node))
        .toList();
  }

  /** Items of nodes named mute… are made and then forgotten, as bad servers do. */
  @Override
  public void onDataItemsCreated(List<DataItem> items) {
    largestBatch.accumulateAndGet(items.size(), Math::max);
    made.addAll(items);
    sampling.onDataItemsCreated(
        items.stream().filter(item -> !id(item).startsWith("mute")).toList());
  }

  private static String id(DataItem item) {
    return item.getReadValueId().getNodeId().getIdentifier().toString();
  }

  @Override
  public void onDataItemsModified(List<DataItem> items) {
    sampling.onDataItemsModified(items);
  }

  @Override
  public void onDataItemsDeleted(List<DataItem> items) {
    sampling.onDataItemsDeleted(items);
  }

  @Override
  public void onMonitoringModeChanged(List<MonitoredItem> items) {
    sampling.onMonitoringModeChanged(items);
  }
}
