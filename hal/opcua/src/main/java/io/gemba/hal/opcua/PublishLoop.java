package io.gemba.hal.opcua;

import io.gemba.hal.spi.Loss;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.EventNotificationList;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.RepublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.RepublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.StatusChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.SubscriptionAcknowledgement;
import org.jspecify.annotations.Nullable;

/**
 * Keeps publish requests waiting at the server and takes what comes back (OPC 10000-4 §5.14.5). Our
 * own instead of Milo's, because Milo's transfers, republishes and waits where we would rather
 * begin anew.
 *
 * <p>Publish responses are taken one after another on a worker; failures may come on any thread.
 * Nothing here waits.
 */
final class PublishLoop {
  private static final int MOST_REQUESTS = 16;
  private static final Duration SHORTEST_HINT = Duration.ofMinutes(1);
  private static final Duration SILENCE_AT_MOST = Duration.ofSeconds(15);

  private final Connection connection;
  private final Readings readings;
  private final RunEnd end;
  private final LongSupplier ticker;
  private final Map<UInteger, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final Queue<SubscriptionAcknowledgement> toAcknowledge = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Duration hint;

  PublishLoop(
      Connection connection,
      Collection<Subscription> subscriptions,
      Readings readings,
      RunEnd end,
      LongSupplier ticker) {
    this.connection = connection;
    this.readings = readings;
    this.end = end;
    this.ticker = ticker;
    Duration longest = SHORTEST_HINT;
    for (Subscription one : subscriptions) {
      this.subscriptions.put(one.id(), one);
      Duration waits = one.keepAlive().multipliedBy(2L * requests(subscriptions.size()));
      longest = waits.compareTo(longest) > 0 ? waits : longest;
    }
    hint = longest;
  }

  private static int requests(int subscriptions) {
    return Math.min(MOST_REQUESTS, 2 * subscriptions + 1);
  }

  void start() {
    for (int i = requests(subscriptions.size()); i > 0; i--) {
      waiting.incrementAndGet();
      send();
    }
  }

  /**
   * Throws when a subscription has been silent for longer than a living server would be.
   *
   * @throws IOException which, and for how long
   */
  void checkSilence() throws IOException {
    long now = ticker.getAsLong();
    for (Subscription one : subscriptions.values()) {
      Duration silent = Duration.ofNanos(now - one.heardAt());
      if (silent.compareTo(patience(one)) > 0) {
        throw new IOException(
            "lost "
                + connection.endpoint()
                + ": nothing came for "
                + silent.toMillis()
                + " ms although the server promised a sign of life every "
                + one.keepAlive().toMillis()
                + " ms");
      }
    }
  }

  /** Twice what was agreed, at most 15 s; unless the server itself insists on longer silences. */
  private static Duration patience(Subscription one) {
    Duration twice = one.keepAlive().multipliedBy(2).plus(one.interval());
    Duration bounded = twice.compareTo(SILENCE_AT_MOST) < 0 ? twice : SILENCE_AT_MOST;
    Duration least = one.keepAlive().plus(one.keepAlive().dividedBy(4));
    return bounded.compareTo(least) > 0 ? bounded : least;
  }

  private void send() {
    List<SubscriptionAcknowledgement> acknowledged = new ArrayList<>();
    for (var one = toAcknowledge.poll(); one != null; one = toAcknowledge.poll()) {
      acknowledged.add(one);
    }
    PublishRequest request =
        new PublishRequest(
            connection.header(hint), acknowledged.toArray(new SubscriptionAcknowledgement[0]));
    var unused = connection.send(request).whenComplete(this::answered);
  }

  private void answered(@Nullable UaResponseMessageType answer, @Nullable Throwable failure) {
    if (end.isTold()) {
      return;
    }
    try {
      if (answer instanceof PublishResponse response) {
        take(response);
        send();
      } else if (failure != null) {
        failed(failure);
      }
    } catch (RuntimeException e) {
      end.because("a message of the server could not be understood: " + Words.ofFailure(e));
    }
  }

  private void failed(Throwable failure) {
    long code = UaException.extractStatusCode(failure).map(status -> status.value()).orElse(0L);
    if (code == StatusCodes.Bad_TooManyPublishRequests && waiting.decrementAndGet() > 0) {
      return; // fewer are enough
    }
    if (code == StatusCodes.Bad_Timeout || code == StatusCodes.Bad_RequestTimeout) {
      send(); // waited in vain at the server; the silence watchdog judges that
      return;
    }
    end.because("it no longer publishes: " + Words.ofFailure(failure));
  }

  private void take(PublishResponse response) {
    Subscription from = subscriptions.get(response.getSubscriptionId());
    if (from == null) {
      return; // one of an earlier life; acknowledging it is not ours
    }
    Instant heardBefore = readings.now();
    from.hear(ticker.getAsLong());
    NotificationMessage message = response.getNotificationMessage();
    ExtensionObject[] data = message.getNotificationData();
    if (data == null || data.length == 0) {
      return; // a keep-alive; its number belongs to the next message
    }
    UInteger number = message.getSequenceNumber();
    toAcknowledge.add(new SubscriptionAcknowledgement(from.id(), number));
    if (from.accept(number.longValue())) {
      deliver(data);
    }
    List.copyOf(from.missing()).forEach(missing -> republish(from, missing, heardBefore));
  }

  private void deliver(ExtensionObject[] data) {
    for (ExtensionObject one : data) {
      Object decoded = one.decode(connection.client().getStaticEncodingContext());
      if (decoded instanceof DataChangeNotification change) {
        MonitoredItemNotification[] items = change.getMonitoredItems();
        readings.take(items == null ? new MonitoredItemNotification[0] : items);
      } else if (decoded instanceof EventNotificationList events) {
        readings.take(events);
      } else if (decoded instanceof StatusChangeNotification change) {
        end.because(
            "the server ended the subscription: " + Words.ofStatus(change.getStatus().value()));
      }
    }
  }

  /** Asks once for a message that was jumped over; what the server no longer has is a loss. */
  private void republish(Subscription from, long number, Instant noticed) {
    from.missing().remove(number);
    RepublishRequest request =
        new RepublishRequest(connection.header(), from.id(), Unsigned.uint(number));
    var unused =
        connection
            .send(request)
            .whenComplete(
                (answer, failure) -> {
                  if (answer instanceof RepublishResponse found) {
                    ExtensionObject[] data = found.getNotificationMessage().getNotificationData();
                    deliver(data == null ? new ExtensionObject[0] : data);
                    toAcknowledge.add(
                        new SubscriptionAcknowledgement(from.id(), Unsigned.uint(number)));
                  } else if (!end.isTold()) {
                    readings.lost(
                        new Loss(
                            null,
                            "notification-lost",
                            Loss.UNKNOWN_COUNT,
                            noticed.minus(from.keepAlive()),
                            noticed));
                  }
                });
  }
}
