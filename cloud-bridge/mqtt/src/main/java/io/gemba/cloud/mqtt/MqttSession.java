package io.gemba.cloud.mqtt;

import io.gemba.cloud.spi.Delivery;
import io.gemba.cloud.spi.Outgoing;
import io.gemba.cloud.spi.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection. Each message is answered by its PUBACK, or by the end of the session, or
 * by the acknowledgement time-out, which ends the session too: a broker that leaves one message
 * unanswered would leave the window closed for ever. The time-out runs from the last answer, so
 * that a full window on a slow line is not taken for a dead broker. {@link #send} belongs to one
 * thread, {@link #close} may be called by another.
 */
final class MqttSession implements Session {
  private static final long OFFLINE_MILLIS = 1_000;
  private static final long CLOSE_MILLIS = 2_000;

  private final Connection connection;
  private final Codec codec;
  private final PacketLimit limit;
  private final Connection.Terms terms;
  private final int window;
  private final long ackNanos;
  private final InstantSource clock;
  private final Unanswered unanswered = new Unanswered(System::nanoTime);
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final AtomicBoolean closing = new AtomicBoolean();

  MqttSession(
      Connection connection,
      Codec codec,
      Connection.Terms terms,
      PacketLimit limit,
      MqttOptions options,
      InstantSource clock) {
    this.connection = connection;
    this.codec = codec;
    this.terms = terms;
    this.limit = limit;
    int answers = options.allowedCommands().isEmpty() ? 0 : 1; // keeps a place for one of those
    this.window = Math.max(1, Math.min(options.window(), terms.receiveMaximum() - answers));
    this.ackNanos = options.ackTimeout().toNanos();
    this.clock = clock;
    watch(options.ackTimeout());
  }

  private void watch(Duration ackTimeout) {
    long period = Math.max(10, ackTimeout.toMillis() / 20);
    var unused =
        connection
            .threads()
            .scheduleWithFixedDelay(this::checkAge, period, period, TimeUnit.MILLISECONDS);
    var unusedToo = connection.lost().thenAccept(this::lost);
  }

  @Override
  public int window() {
    return window;
  }

  @Override
  public CompletableFuture<String> ended() {
    return ended.copy(); // nobody else ends a session by completing it
  }

  @Override
  public CompletableFuture<Delivery> send(Outgoing message) {
    if (closing.get() || ended.isDone()) {
      return answered(new Delivery.Unknown(ended.getNow("the session is being closed")));
    }
    if (unanswered.count() >= window) {
      return answered(new Delivery.Unknown("more than " + window + " messages are unanswered"));
    }
    try {
      return publish(codec.encode(message));
    } catch (IOException | IllegalArgumentException e) {
      return answered(
          new Delivery.Refused("it cannot be written as JSON: " + e.getMessage(), false));
    }
  }

  private CompletableFuture<Delivery> publish(Message message) {
    PahoClient.Packet packet = PahoClient.packet(message);
    try {
      long length = packet.length();
      long most = limit.under(terms.maximumPacketSize());
      if (length > most) {
        return answered(
            new Delivery.Refused(
                "a packet of " + length + " bytes, and at most " + most + " may be sent", true));
      }
      Unanswered.Entry entry = unanswered.add(length);
      hand(packet, entry);
      return entry.delivery();
    } catch (MqttException e) {
      return answered(new Delivery.Refused("it cannot be sent: " + e.getMessage(), false));
    }
  }

  private void hand(PahoClient.Packet packet, Unanswered.Entry entry) {
    try {
      connection.publish(packet, code -> answer(entry, code));
    } catch (MqttException e) {
      entry.settle(new Delivery.Unknown("not connected any more"));
    }
    if (ended.isDone()) { // it may have ended after we looked, and missed this entry
      entry.settle(new Delivery.Unknown(ended.getNow("")));
    }
  }

  private void answer(Unanswered.Entry entry, int code) {
    Delivery delivery = ReasonCode.delivery(code);
    if (delivery instanceof Delivery.Refused refused && refused.tooLarge()) {
      limit.refused(entry.length());
    }
    entry.answer(delivery);
  }

  private static CompletableFuture<Delivery> answered(Delivery delivery) {
    return CompletableFuture.completedFuture(delivery);
  }

  private void checkAge() {
    if (unanswered.overdue(ackNanos)) {
      end(
          "the broker has not acknowledged a message for "
              + Duration.ofNanos(ackNanos).toMillis() / 1000.0
              + " s",
          null);
    }
  }

  private void lost(String reason) {
    FrameTap.Verdict word = connection.lastWord();
    if (word != null && word.code() == ReasonCode.PACKET_TOO_LARGE) {
      // It does not say which one; the longest is the likeliest, and splitting does no harm.
      unanswered
          .longest()
          .ifPresent(
              entry -> {
                limit.refused(entry.length());
                entry.settle(new Delivery.Refused(reason, true));
              });
    }
    end(reason, null);
  }

  /** Ends the session without a goodbye, for the given reason; the broker publishes the will. */
  void abandon(String reason) {
    end(reason, null);
  }

  private void end(String reason, @Nullable Integer disconnectCode) {
    if (ended.complete(reason)) {
      unanswered.settleAll(new Delivery.Unknown(reason));
      connection.dispose(disconnectCode);
    }
  }

  @Override
  public void close() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
    if (closing.compareAndSet(false, true) && !ended.isDone()) {
      boolean told = sayOffline();
      end("closed by the gateway", told ? ReasonCode.SUCCESS : ReasonCode.DISCONNECT_WITH_WILL);
    }
    try {
      long left = deadline - System.nanoTime();
      await(connection.gone(), TimeUnit.NANOSECONDS.toMillis(left));
    } finally {
      connection.cut();
    }
  }

  /** Whether the broker has acknowledged that we are offline; if not, the will must say it. */
  private boolean sayOffline() {
    CompletableFuture<Delivery> answer = publish(codec.offline(clock.instant(), "stopped"));
    return await(answer, OFFLINE_MILLIS) instanceof Delivery.Accepted;
  }

  private static <T> @Nullable T await(CompletableFuture<T> future, long millis) {
    try {
      return future.get(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // whoever asks knows what to do without the answer
    }
    return null;
  }
}
