package io.gemba.hal.opcua;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.servicesets.AbstractServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultMonitoredItemServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultSubscriptionServiceSet;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.StatusChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.TransferSubscriptionsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.TransferSubscriptionsResponse;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Services of a {@link TestServer} that answer as some devices of the field do and Milo never
 * would. What is switched on while it runs holds from the next request on; safe for any thread.
 */
final class StrictServices {
  /** Calls that made items, and how many items the largest asked for. */
  final AtomicInteger itemCalls = new AtomicInteger();

  final AtomicInteger largestItemCall = new AtomicInteger();

  /** How often a subscription was transferred, or that was refused. */
  final AtomicInteger transfers = new AtomicInteger();

  final AtomicInteger publishTimeOuts = new AtomicInteger();
  final AtomicInteger subscriptionsMade = new AtomicInteger();
  private volatile int mostItemsInOneCall = Integer.MAX_VALUE;
  private volatile long filterRefusal;
  private volatile boolean noTransfers;
  private volatile boolean noPublishing;
  private final AtomicInteger timeOutsLeft = new AtomicInteger();
  private volatile boolean tellsTheNewSession;

  /** Refuses whole calls for more items, although it shows a higher limit or none. */
  StrictServices mostItemsInOneCall(int most) {
    mostItemsInOneCall = most;
    return this;
  }

  /** Makes no item with a filter. */
  StrictServices refuseFilters(long status) {
    filterRefusal = status;
    return this;
  }

  /** Knows no TransferSubscriptions, as Siemens' S7-1200 and S7-1500. */
  StrictServices refuseTransfers() {
    noTransfers = true;
    return this;
  }

  /** Tells the session that took a subscription over what is meant for the one before. */
  void tellTheNewSession() {
    tellsTheNewSession = true;
  }

  /** Without, a publish request is never answered, though everything else is. */
  void publishing(boolean on) {
    noPublishing = !on;
  }

  /** So many publish requests are answered Bad_Timeout before all is well again. */
  void timeOutPublishing(int times) {
    timeOutsLeft.set(times);
  }

  /** Takes the place of the server's own services. */
  void serve(OpcUaServer server) {
    Stream.of("", "/")
        .forEach(
            path -> {
              server.addServiceSet(path, new Items(server));
              server.addServiceSet(path, new Subscriptions(server));
            });
  }

  private final class Items extends DefaultMonitoredItemServiceSet {
    Items(OpcUaServer server) {
      super(server);
    }

    @Override
    public CreateMonitoredItemsResponse onCreateMonitoredItems(
        ServiceRequestContext context, CreateMonitoredItemsRequest request) throws UaException {
      MonitoredItemCreateRequest[] items = Objects.requireNonNull(request.getItemsToCreate());
      itemCalls.incrementAndGet();
      largestItemCall.accumulateAndGet(items.length, Math::max);
      if (items.length > mostItemsInOneCall) {
        throw new UaException(StatusCodes.Bad_TooManyOperations);
      }
      boolean filtered =
          Stream.of(items).anyMatch(item -> !isEmpty(item.getRequestedParameters().getFilter()));
      if (filterRefusal == 0 || !filtered) {
        return super.onCreateMonitoredItems(context, request);
      }
      MonitoredItemCreateResult refused =
          new MonitoredItemCreateResult(
              new StatusCode(filterRefusal), UInteger.MIN, 0.0, UInteger.MIN, null);
      return new CreateMonitoredItemsResponse(
          AbstractServiceSet.createResponseHeader(request),
          Stream.generate(() -> refused)
              .limit(items.length)
              .toArray(MonitoredItemCreateResult[]::new),
          null);
    }
  }

  private static boolean isEmpty(@Nullable ExtensionObject filter) {
    return filter == null || filter.isNull();
  }

  private final class Subscriptions extends DefaultSubscriptionServiceSet {
    private final OpcUaServer server;

    Subscriptions(OpcUaServer server) {
      super(server);
      this.server = server;
    }

    @Override
    public CreateSubscriptionResponse onCreateSubscription(
        ServiceRequestContext context, CreateSubscriptionRequest request) throws UaException {
      CreateSubscriptionResponse made = super.onCreateSubscription(context, request);
      subscriptionsMade.incrementAndGet();
      return made;
    }

    @Override
    public TransferSubscriptionsResponse onTransferSubscriptions(
        ServiceRequestContext context, TransferSubscriptionsRequest request) throws UaException {
      transfers.incrementAndGet();
      if (noTransfers) {
        throw new UaException(StatusCodes.Bad_ServiceUnsupported);
      }
      return super.onTransferSubscriptions(context, request);
    }

    @Override
    public CompletableFuture<PublishResponse> onPublish(
        ServiceRequestContext context, PublishRequest request) {
      if (noPublishing) {
        return new CompletableFuture<>();
      }
      if (timeOutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        publishTimeOuts.incrementAndGet();
        return CompletableFuture.failedFuture(new UaException(StatusCodes.Bad_Timeout));
      }
      return super.onPublish(context, request).thenApply(this::transferred);
    }

    private boolean hasReadings(ExtensionObject[] data) {
      return Stream.of(data)
          .anyMatch(
              one ->
                  one.decode(server.getStaticEncodingContext()) instanceof DataChangeNotification);
    }

    private PublishResponse transferred(PublishResponse answer) {
      NotificationMessage message = answer.getNotificationMessage();
      ExtensionObject[] data = message.getNotificationData();
      if (!tellsTheNewSession || transfers.get() == 0 || data == null || !hasReadings(data)) {
        return answer; // Milo's own news for the old session has none
      }
      tellsTheNewSession = false;
      ExtensionObject change =
          ExtensionObject.encode(
              server.getStaticEncodingContext(),
              new StatusChangeNotification(
                  new StatusCode(StatusCodes.Good_SubscriptionTransferred), null));
      return new PublishResponse(
          answer.getResponseHeader(),
          answer.getSubscriptionId(),
          answer.getAvailableSequenceNumbers(),
          answer.getMoreNotifications(),
          new NotificationMessage(
              message.getSequenceNumber(),
              message.getPublishTime(),
              Stream.concat(Stream.of(change), Stream.of(data)).toArray(ExtensionObject[]::new)),
          answer.getResults(),
          answer.getDiagnosticInfos());
    }
  }
}
