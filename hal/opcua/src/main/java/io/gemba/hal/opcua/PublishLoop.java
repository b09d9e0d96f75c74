package io.gemba.hal.opcua;

import io.gemba.hal.spi.Loss;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteSubscriptionsRequest;
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
 * <p>A message is acknowledged when the host keeps its readings for good, not before: after a crash
 * the server still has what was not yet safe.
 *
 * <p>Publish responses are taken one after another on a worker; failures may come on any thread.
 * Nothing here waits. Guarded by itself where messages are delivered.
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
  private final Map<UInteger, CatchUp> catchingUp = new HashMap<>();
  private final Set<UInteger> strays = new HashSet<>();
  private final Queue<SubscriptionAcknowledgement> toAcknowledge = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Duration hint;
  private boolean stopped;

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

  /** One more subscription, before the first request is sent. */
  void accompany(Subscription more) {
    subscriptions.put(more.id(), more);
  }

  /** One more subscription; the requests that wait already serve it too. */
  void add(Subscription more) {
    subscriptions.put(more.id(), more);
    while (waiting.get() < requests(subscriptions.size())) {
      waiting.incrementAndGet();
      send();
    }
  }

  private static int requests(int subscriptions) {
    return Math.min(MOST_REQUESTS, 2 * subscriptions + 1);
  }

  /** These were taken over: what the server holds of them comes first. */
  synchronized void catchUp(Collection<Subscription> takenOver) {
    takenOver.forEach(one -> catchingUp.put(one.id(), new CatchUp(one, this, connection)));
  }

  /** Whether a subscription has brought what is older than a value that is read now. */
  synchronized boolean isCaughtUp(Subscription one) {
    return !catchingUp.containsKey(one.id());
  }

  /** Nothing is delivered any more; the subscriptions' numbers are final. */
  synchronized void stop() {
    stopped = true;
  }

  /** Runs an action alone, unless everything is over; what it throws ends the run. */
  void guarded(Runnable action) {
    try {
      synchronized (this) {
        if (!stopped && !end.isTold()) {
          action.run();
        }
      }
    } catch (RuntimeException e) {
      end.forGood("a message of the server could not be understood: " + Words.ofFailure(e));
    }
  }

  void start() {
    if (subscriptions.isEmpty()) {
      return; // a request without a subscription would be refused
    }
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
        String words =
            "lost "
                + connection.endpoint()
                + ": nothing came for "
                + silent.toMillis()
                + " ms although the server promised a sign of life every "
                + one.keepAlive().toMillis()
                + " ms";
        // one that was never heard of would be as silent the next time
        boolean mayBeBetter = one.isHeard() || one.isForEvents();
        throw mayBeBetter ? new IOException(words) : new FinalLossException(words);
      }
    }
  }

  /** Twice what was agreed, at most 15 s; unless the server itself insists on longer silences. */
  private static Duration patience(Subscription one) {
    Duration twice = one.keepAlive().multipliedBy(2).plus(one.interval());
    Duration bounded = twice.compareTo(SILENCE_AT_MOST) < 0 ? twice : SILENCE_AT_MOST;
    Duration least = one.keepAlive().plus(one.keepAlive().dividedBy(4));
    Duration patience = bounded.compareTo(least) > 0 ? bounded : least;
    if (one.isTakenOver() && !one.isHeard()) {
      // some servers first answer the publish requests of the connection that broke
      return patience.multipliedBy(1L + requests(1));
    }
    return patience;
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
    if (answer instanceof PublishResponse response) {
      guarded(() -> take(response));
      if (!end.isTold()) {
        send();
      }
    } else if (failure != null) {
      failed(failure);
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
    if (code == StatusCodes.Bad_NoSubscription || code == StatusCodes.Bad_SubscriptionIdInvalid) {
      end.forGood("it no longer has our subscriptions: " + Words.ofFailure(failure));
    }
    end.because("it no longer publishes: " + Words.ofFailure(failure));
  }

  private void take(PublishResponse response) {
    Subscription from = subscriptions.get(response.getSubscriptionId());
    if (from == null) {
      forget(response.getSubscriptionId());
      return;
    }
    Instant heardBefore = readings.now();
    from.hear(ticker.getAsLong());
    NotificationMessage message = response.getNotificationMessage();
    CatchUp late = catchingUp.get(from.id());
    if (late != null) {
      late.take(response);
    } else if (isData(message)) {
      deliver(from, message);
      List.copyOf(from.missing()).forEach(missing -> republish(from, missing, heardBefore));
    }
  }

  /** One of an earlier life, which a crash kept us from writing down. */
  private void forget(UInteger stray) {
    if (strays.add(stray)) {
      var unused =
          connection.send(
              new DeleteSubscriptionsRequest(connection.header(), new UInteger[] {stray}));
    }
  }

  /** From now on the subscription is as any other. */
  void caughtUp(Subscription one) {
    catchingUp.remove(one.id());
  }

  /** Whether it is more than a keep-alive, whose number belongs to the next message. */
  static boolean isData(NotificationMessage message) {
    ExtensionObject[] data = message.getNotificationData();
    return data != null && data.length > 0;
  }

  /** Hands a message on, unless it came before. */
  void deliver(Subscription from, NotificationMessage message) {
    long number = message.getSequenceNumber().longValue();
    if (from.accept(number)) {
      deliver(from, message.getNotificationData());
      readings.whenKept(() -> acknowledge(from, number));
    } else {
      acknowledge(from, number);
    }
  }

  void acknowledge(Subscription from, long number) {
    toAcknowledge.add(new SubscriptionAcknowledgement(from.id(), Unsigned.uint(number)));
  }

  private void deliver(Subscription from, ExtensionObject @Nullable [] data) {
    if (data == null) {
      return;
    }
    for (ExtensionObject one : data) {
      Object decoded = one.decode(connection.client().getStaticEncodingContext());
      if (decoded instanceof DataChangeNotification change) {
        MonitoredItemNotification[] items = change.getMonitoredItems();
        readings.take(items == null ? new MonitoredItemNotification[0] : items);
      } else if (decoded instanceof EventNotificationList events) {
        readings.take(events);
      } else if (decoded instanceof StatusChangeNotification change) {
        changed(from, change.getStatus().value());
      }
    }
  }

  private void changed(Subscription from, long status) {
    if (status == StatusCodes.Good_SubscriptionTransferred && from.isTakenOver()) {
      return; // meant for the session that had it before (OPC 10000-4 §5.14.7); node-opcua tells
      // ours
    }
    String words = "the server ended the subscription: " + Words.ofStatus(status);
    if (from.isForEvents()) {
      end.because(words); // it is made anew each time; those for values are well
    } else {
      end.forGood(words);
    }
  }

  /** Asks once for a message that was jumped over; what the server no longer has is a loss. */
  private void republish(Subscription from, long number, Instant noticed) {
    if (!from.ask(number)) {
      return;
    }
    RepublishRequest request =
        new RepublishRequest(connection.header(), from.id(), Unsigned.uint(number));
    var unused =
        connection
            .send(request)
            .whenComplete(
                (answer, failure) -> guarded(() -> came(from, number, noticed, answer, failure)));
  }

  private void came(
      Subscription from,
      long number,
      Instant noticed,
      @Nullable UaResponseMessageType answer,
      @Nullable Throwable failure) {
    if (answer instanceof RepublishResponse found) {
      deliver(from, found.getNotificationMessage());
    } else if (isRefused(failure) && from.missing().remove(number)) {
      lost(noticed.minus(from.keepAlive()), noticed);
    }
  }

  /**
   * Whether the server says that it has the message no more. Anything else is a connection that
   * ends, and the message is asked for again over the next.
   */
  boolean isRefused(@Nullable Throwable failure) {
    if (failure != null
        && UaException.extract(failure).orElse(null) instanceof UaServiceFaultException) {
      return true;
    }
    end.because(
        "a message could not be had again: "
            + Words.ofFailure(
                failure == null ? new UaException(StatusCodes.Bad_UnexpectedError) : failure));
    return false;
  }

  /** The server no longer holds what came since the subscription was heard of last. */
  void lostBefore(Subscription from) {
    Instant now = readings.now();
    lost(from.keptAt().isAfter(now) ? now : from.keptAt(), now);
    readings.missed(from.handles());
  }

  private void lost(Instant since, Instant now) {
    readings.lost(new Loss(null, "notification-lost", Loss.UNKNOWN_COUNT, since, now));
  }
}
