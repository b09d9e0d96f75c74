package io.gemba.hal.opcua;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DeadbandType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MonitoringMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoringParameters;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.jspecify.annotations.Nullable;

/** Makes monitored items (OPC 10000-4 §5.13.2) in batches that the server can take. */
final class Monitoring {
  private final Connection connection;
  private final UInteger subscription;
  private final Duration leastSampling;
  private int batch;

  Monitoring(Connection connection, UInteger subscription, Limits limits) {
    this.connection = connection;
    this.subscription = subscription;
    this.batch = limits.itemsPerCall();
    this.leastSampling = limits.sampling();
  }

  /**
   * What became of one item.
   *
   * @param status good when it was made
   * @param filterRefused why it was made without its deadband or trigger, or 0
   * @param item what the server calls it
   */
  record Outcome(int handle, long status, long filterRefused, UInteger item) {
    boolean isMade() {
      return status >>> 31 == 0;
    }
  }

  /** A node to watch for a point. */
  record Wanted(int handle, NodeId node, PointSettings point) {}

  /** Makes an item for each node; those with a filter the server refuses are made without. */
  List<Outcome> create(List<Wanted> wanted) throws IOException, InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    List<Wanted> again = new ArrayList<>();
    List<Long> refusals = new ArrayList<>();
    List<Outcome> first = inBatches(wanted, true);
    for (int i = 0; i < first.size(); i++) {
      if (isFilterRefusal(first.get(i).status()) && wanted.get(i).point().needsFilter()) {
        again.add(wanted.get(i));
        refusals.add(first.get(i).status());
      } else {
        outcomes.add(first.get(i));
      }
    }
    List<Outcome> second = inBatches(again, false);
    for (int i = 0; i < second.size(); i++) {
      Outcome made = second.get(i);
      outcomes.add(new Outcome(made.handle(), made.status(), refusals.get(i), made.item()));
    }
    return outcomes;
  }

  private List<Outcome> inBatches(List<Wanted> wanted, boolean filtered)
      throws IOException, InterruptedException {
    List<Outcome> outcomes = new ArrayList<>(wanted.size());
    while (outcomes.size() < wanted.size()) {
      int from = outcomes.size();
      List<Wanted> some = wanted.subList(from, Math.min(wanted.size(), from + batch));
      try {
        outcomes.addAll(call(some, filtered));
      } catch (IOException e) {
        if (!isTooMuch(e) || some.size() == 1) {
          throw e;
        }
        batch = some.size() / 2;
      }
    }
    return outcomes;
  }

  private List<Outcome> call(List<Wanted> wanted, boolean filtered)
      throws IOException, InterruptedException {
    MonitoredItemCreateRequest[] items =
        wanted.stream().map(one -> item(one, filtered)).toArray(MonitoredItemCreateRequest[]::new);
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
      long status = results[i].getStatusCode().value();
      outcomes.add(new Outcome(wanted.get(i).handle(), status, 0, results[i].getMonitoredItemId()));
    }
    return outcomes;
  }

  private MonitoredItemCreateRequest item(Wanted wanted, boolean filtered) {
    PointSettings point = wanted.point();
    MonitoringParameters parameters =
        new MonitoringParameters(
            Unsigned.uint(wanted.handle()),
            (double) Math.max(leastSampling.toMillis(), point.sampling().toMillis()),
            filtered ? filter(point) : null,
            Unsigned.uint(point.queue()),
            point.finer().discardOldest());
    ReadValueId value =
        new ReadValueId(wanted.node(), AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE);
    return new MonitoredItemCreateRequest(value, MonitoringMode.Reporting, parameters);
  }

  private @Nullable ExtensionObject filter(PointSettings point) {
    if (!point.needsFilter()) {
      return null; // status and value are the default trigger
    }
    DeadbandType type =
        point.deadband() <= 0
            ? DeadbandType.None
            : point.percent() ? DeadbandType.Percent : DeadbandType.Absolute;
    return ExtensionObject.encode(
        connection.client().getStaticEncodingContext(),
        new DataChangeFilter(
            point.finer().trigger().asked(), Unsigned.uint(type.getValue()), point.deadband()));
  }

  private static boolean isFilterRefusal(long status) {
    return status == StatusCodes.Bad_FilterNotAllowed
        || status == StatusCodes.Bad_DeadbandFilterInvalid
        || status == StatusCodes.Bad_MonitoredItemFilterInvalid
        || status == StatusCodes.Bad_MonitoredItemFilterUnsupported;
  }

  /** Takes items away again; what is not there any more is none, so answers are not looked at. */
  void delete(List<UInteger> items) throws IOException, InterruptedException {
    for (int from = 0; from < items.size(); from += batch) {
      List<UInteger> some = items.subList(from, Math.min(items.size(), from + batch));
      connection.request(
          new DeleteMonitoredItemsRequest(
              connection.header(), subscription, some.toArray(new UInteger[0])),
          DeleteMonitoredItemsResponse.class,
          "unsubscribing from points at ");
    }
  }

  /** Whether a call failed only because it asked for too much at once. */
  static boolean isTooMuch(IOException failure) {
    long code = UaException.extractStatusCode(failure).map(status -> status.value()).orElse(0L);
    return code == StatusCodes.Bad_TooManyOperations
        || code == StatusCodes.Bad_RequestTooLarge
        || code == StatusCodes.Bad_ResponseTooLarge
        || code == StatusCodes.Bad_EncodingLimitsExceeded
        || code == StatusCodes.Bad_TcpMessageTooLarge;
  }
}
