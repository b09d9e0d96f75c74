package io.gemba.hal.simulator.opcua;

import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.AddressSpace.ReadContext;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.jspecify.annotations.Nullable;

/** The plant's namespace: hands new subscribers to their points on the plant thread. */
final class PlantNamespace extends ManagedNamespaceWithLifecycle {

  private final PointTable points;
  private final Desk desk;

  PlantNamespace(OpcUaServer server, String uri, PointTable points, Desk desk) {
    super(server, uri);
    this.points = points;
    this.desk = desk;
  }

  Desk desk() {
    return desk;
  }

  NodeId idOf(String id) {
    return newNodeId(id);
  }

  /** Adds a folder; a null parent is Objects. */
  UaFolderNode folder(@Nullable UaFolderNode parent, String id, String name) {
    UaFolderNode folder =
        new UaFolderNode(
            getNodeContext(), newNodeId(id), newQualifiedName(name), new LocalizedText(name));
    getNodeManager().addNode(folder);
    if (parent == null) {
      folder.addReference(
          new Reference(
              folder.getNodeId(), NodeIds.Organizes, NodeIds.ObjectsFolder.expanded(), false));
    } else {
      parent.addOrganizes(folder);
    }
    return folder;
  }

  /** Adds a variable for a point that has its first value already. */
  PointNode variable(
      UaFolderNode parent, String id, String name, NodeId type, NodeId typeDefinition) {
    Point point = Objects.requireNonNull(points.get(id), id);
    PointNode node =
        new PointNode(getNodeContext(), point, newNodeId(id), newQualifiedName(name), type);
    node.addReference(
        new Reference(
            node.getNodeId(), NodeIds.HasTypeDefinition, typeDefinition.expanded(), true));
    getNodeManager().addNode(node);
    parent.addOrganizes(node);
    return node;
  }

  @Override
  public void onDataItemsCreated(List<DataItem> items) {
    onPlant(
        items,
        (point, item) -> {
          if (point == null) {
            showAttribute(item);
          } else {
            point.attach(item);
          }
        });
  }

  @Override
  public void onDataItemsModified(List<DataItem> items) {
    onPlant(
        items,
        (point, item) -> {
          if (point != null) {
            point.refresh(item);
          }
        });
  }

  @Override
  public void onDataItemsDeleted(List<DataItem> items) {
    onPlant(
        items,
        (point, item) -> {
          if (point != null) {
            point.detach(item);
          }
        });
  }

  @Override
  public void onMonitoringModeChanged(List<MonitoredItem> items) {
    onDataItemsModified(
        items.stream().filter(DataItem.class::isInstance).map(DataItem.class::cast).toList());
  }

  private void onPlant(List<DataItem> items, BiConsumer<@Nullable Point, DataItem> action) {
    desk.plantThread().execute(() -> items.forEach(item -> action.accept(pointOf(item), item)));
  }

  private @Nullable Point pointOf(DataItem item) {
    boolean value = AttributeId.Value.isEqual(item.getReadValueId().getAttributeId());
    return value ? points.get(item.getReadValueId().getNodeId().getIdentifier().toString()) : null;
  }

  // Attributes other than a point's value do not change here: their subscribers get them once.
  private void showAttribute(DataItem item) {
    ReadContext context = new ReadContext(getServer(), item.getSession());
    item.setValue(
        read(context, 0.0, TimestampsToReturn.Both, List.of(item.getReadValueId())).getFirst());
  }
}
