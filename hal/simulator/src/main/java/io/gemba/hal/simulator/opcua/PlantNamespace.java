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
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.jspecify.annotations.Nullable;

/** The plant's namespace: hands new subscribers to their points on the plant thread. */
final class PlantNamespace extends ManagedNamespaceWithLifecycle {

  private final PointTable points;
  private final Desk desk;
  private @Nullable PlantAlarms alarms;

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

  /** Whose conditions may be acknowledged from now on. */
  void alarms(PlantAlarms all) {
    alarms = all;
  }

  @Override
  public List<CallMethodResult> call(CallContext context, List<CallMethodRequest> requests) {
    PlantAlarms known = alarms;
    return requests.stream()
        .map(
            one ->
                known != null && known.isConcernedBy(one)
                    ? call(known, one)
                    : super.call(context, List.of(one)).getFirst())
        .toList();
  }

  private static CallMethodResult call(PlantAlarms alarms, CallMethodRequest request) {
    StatusCode status = StatusCode.GOOD;
    try {
      alarms.call(request);
    } catch (UaException e) {
      status = e.getStatusCode();
    }
    return new CallMethodResult(status, new StatusCode[0], new DiagnosticInfo[0], new Variant[0]);
  }

  @Override
  public List<HistoryReadResult> historyRead(
      HistoryReadContext context,
      HistoryReadDetails details,
      TimestampsToReturn timestamps,
      List<HistoryReadValueId> nodes) {
    return nodes.stream().map(node -> historyRead(details, node)).toList();
  }

  private HistoryReadResult historyRead(HistoryReadDetails details, HistoryReadValueId node) {
    Point point = points.get(String.valueOf(node.getNodeId().getIdentifier()));
    PointHistory history = point == null ? null : point.history();
    try {
      if (history == null
          || !(details instanceof ReadRawModifiedDetails raw)
          || Boolean.TRUE.equals(raw.getIsReadModified())) {
        throw new UaException(StatusCodes.Bad_HistoryOperationUnsupported);
      }
      PointHistory.Page page =
          history.read(
              raw, Objects.requireNonNullElse(node.getContinuationPoint(), ByteString.NULL_VALUE));
      HistoryData data = new HistoryData(page.values().toArray(new DataValue[0]));
      return new HistoryReadResult(
          StatusCode.GOOD,
          page.next(),
          ExtensionObject.encode(getServer().getStaticEncodingContext(), data));
    } catch (UaException e) {
      return new HistoryReadResult(e.getStatusCode(), ByteString.NULL_VALUE, null);
    }
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
