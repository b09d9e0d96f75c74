package io.gemba.hal.opcua;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.RepublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.RepublishResponse;
import org.jspecify.annotations.Nullable;

/**
 * Brings a subscription that was taken over up to date: the messages that the server sent and we
 * never acknowledged are asked for again, oldest first (OPC 10000-4 §5.14.6), and everything that
 * comes meanwhile waits its turn. Guarded by the {@link PublishLoop} it belongs to.
 */
final class CatchUp {
  private static final int GUESSES = 16;

  private final Subscription subscription;
  private final PublishLoop loop;
  private final Connection connection;
  private final Deque<Long> wanted = new ArrayDeque<>();
  private final Deque<NotificationMessage> held = new ArrayDeque<>();
  private boolean begun;
  private boolean guessing;

  CatchUp(Subscription subscription, PublishLoop loop, Connection connection) {
    this.subscription = subscription;
    this.loop = loop;
    this.connection = connection;
  }

  /** A message of the subscription; the first tells what the server still holds. */
  void take(PublishResponse response) {
    NotificationMessage message = response.getNotificationMessage();
    boolean data = PublishLoop.isData(message);
    if (data) {
      held.add(message);
    }
    if (!begun) {
      begun = true;
      begin(message.getSequenceNumber().longValue(), available(response));
      next();
    }
  }

  private static List<Long> available(PublishResponse response) {
    UInteger[] numbers = response.getAvailableSequenceNumbers();
    return numbers == null
        ? List.of()
        : Stream.of(numbers).map(UInteger::longValue).sorted().toList();
  }

  private void begin(long current, List<Long> available) {
    long expected = subscription.expected();
    if (expected == Subscription.UNKNOWN) {
      guessing = available.isEmpty(); // keep-alives of some servers do not tell
      if (guessing) {
        LongStream.range(Math.max(1, current - GUESSES), current).forEach(wanted::add);
      }
      available.stream().filter(number -> number < current).forEach(wanted::add);
      subscription.expect(wanted.isEmpty() ? current : wanted.getFirst());
      return;
    }
    // had before; only the word did not get through
    available.stream()
        .filter(number -> number < expected)
        .forEach(number -> loop.acknowledge(subscription, number));
    if (current - expected <= Subscription.WIDEST_GAP) {
      LongStream.range(expected, current).forEach(wanted::add);
    }
  }

  private void next() {
    Long number = wanted.poll();
    if (number == null) {
      held.forEach(message -> loop.deliver(subscription, message));
      held.clear();
      subscription.missing().clear(); // what was jumped over is told already
      loop.caughtUp(subscription);
      return;
    }
    RepublishRequest request =
        new RepublishRequest(connection.header(), subscription.id(), Unsigned.uint(number));
    BiConsumer<@Nullable UaResponseMessageType, @Nullable Throwable> take =
        (answer, failure) -> loop.guarded(() -> came(answer, failure));
    var unused = connection.send(request).whenComplete(take);
  }

  private void came(@Nullable UaResponseMessageType answer, @Nullable Throwable failure) {
    if (answer instanceof RepublishResponse found) {
      loop.deliver(subscription, found.getNotificationMessage());
    } else if (loop.isRefused(failure)) {
      if (!guessing) {
        loop.lostBefore(subscription);
      }
    } else {
      return; // the connection is gone; the next one asks again
    }
    next();
  }
}
