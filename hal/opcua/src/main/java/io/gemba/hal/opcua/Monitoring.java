package io.gemba.hal.opcua;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DeadbandType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoringParameters;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.jspecify.annotations.Nullable;

/** Makes monitored items (OPC 10000-4 §5.13.2) in batches that the server can take. */
final class Monitoring {
  private final Connection connection;
  private final UInteger subscription;
  private int batch;

  Monitoring(Connection connection, UInteger subscription, int itemsPerCall) {
    this.connection = connection;
    this.subscription = subscription;
    this.batch = itemsPerCall;
  }

  /**
   * What became of one item.
   *
   * @param status good when it was made
   * @param deadbandRefused why it was made without its deadband, or 0
   */
  record Outcome(int handle, long status, long deadbandRefused) {
    boolean isMade() {
      return status >>> 31 == 0;
    }
  }

  /** Makes an item for each node; those with a deadband the server refuses are made without. */
  List<Outcome> create(Map<Integer, NodeId> nodes, List<MonitoredPoint> points)
      throws IOException, InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    Map<Integer, Long> refused = new LinkedHashMap<>();
    for (Outcome outcome : inBatches(nodes, points, true)) {
      if (isFilterRefusal(outcome.status())
          && points.get(outcome.handle()).settings().deadband() > 0) {
        refused.put(outcome.handle(), outcome.status());
      } else {
        outcomes.add(outcome);
      }
    }
    Map<Integer, NodeId> again = new LinkedHashMap<>(nodes);
    again.keySet().retainAll(refused.keySet());
    for (Outcome second : inBatches(again, points, false)) {
      outcomes.add(
          new Outcome(second.handle(), second.status(), refused.getOrDefault(second.handle(), 0L)));
    }
    return outcomes;
  }

  private List<Outcome> inBatches(
      Map<Integer, NodeId> nodes, List<MonitoredPoint> points, boolean filtered)
      throws IOException, InterruptedException {
    List<Integer> handles = List.copyOf(nodes.keySet());
    List<Outcome> outcomes = new ArrayList<>(handles.size());
    while (outcomes.size() < handles.size()) {
      int from = outcomes.size();
      List<Integer> some = handles.subList(from, Math.min(handles.size(), from + batch));
      try {
        outcomes.addAll(call(some, nodes, points, filtered));
      } catch (IOException e) {
        if (!isTooMuch(e) || some.size() == 1) {
          throw e;
        }
        batch = some.size() / 2;
      }
    }
    return outcomes;
  }

  private List<Outcome> call(
      List<Integer> handles,
      Map<Integer, NodeId> nodes,
      List<MonitoredPoint> points,
      boolean filtered)
      throws IOException, InterruptedException {
    MonitoredItemCreateRequest[] items = new MonitoredItemCreateRequest[handles.size()];
    for (int i = 0; i < items.length; i++) {
      int handle = handles.get(i);
      items[i] = item(handle, nodes.get(handle), points.get(handle).settings(), filtered);
    }
    CreateMonitoredItemsResponse response =
        connection.request(
            new CreateMonitoredItemsRequest(
                connection.header(), subscription, TimestampsToReturn.Both, items),
            CreateMonitoredItemsResponse.class,
            "subscribing to " + items.length + " points at ");
    MonitoredItemCreateResult[] results = response.getResults();
    if (results == null || results.length != items.length) {
      throw new IOException(connection.endpoint() + " answered for another number of points");
    }
    List<Outcome> outcomes = new ArrayList<>(results.length);
    for (int i = 0; i < results.length; i++) {
      outcomes.add(new Outcome(handles.get(i), results[i].getStatusCode().value(), 0));
    }
    return outcomes;
  }

  private MonitoredItemCreateRequest item(
      int handle, NodeId node, PointSettings point, boolean filtered) {
    MonitoringParameters parameters =
        new MonitoringParameters(
            Unsigned.uint(handle),
            (double) point.sampling().toMillis(),
            filtered ? filter(point) : null,
            Unsigned.uint(point.queue()),
            true);
    ReadValueId value =
        new ReadValueId(node, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE);
    return new MonitoredItemCreateRequest(value, MonitoringMode.Reporting, parameters);
  }

  private @Nullable ExtensionObject filter(PointSettings point) {
    if (point.deadband() <= 0) {
      return null; // status and value are the default trigger
    }
    DeadbandType type = point.percent() ? DeadbandType.Percent : DeadbandType.Absolute;
    return ExtensionObject.encode(
        connection.client().getStaticEncodingContext(),
        new DataChangeFilter(
            DataChangeTrigger.StatusValue, Unsigned.uint(type.getValue()), point.deadband()));
  }

  private static boolean isFilterRefusal(long status) {
    return status == StatusCodes.Bad_FilterNotAllowed
        || status == StatusCodes.Bad_DeadbandFilterInvalid
        || status == StatusCodes.Bad_MonitoredItemFilterInvalid
        || status == StatusCodes.Bad_MonitoredItemFilterUnsupported;
  }

  private static boolean isTooMuch(IOException failure) {
    long code = UaException.extractStatusCode(failure).map(status -> status.value()).orElse(0L);
    return code == StatusCodes.Bad_TooManyOperations
        || code == StatusCodes.Bad_RequestTooLarge
        || code == StatusCodes.Bad_ResponseTooLarge
        || code == StatusCodes.Bad_EncodingLimitsExceeded
        || code == StatusCodes.Bad_TcpMessageTooLarge;
  }
}
