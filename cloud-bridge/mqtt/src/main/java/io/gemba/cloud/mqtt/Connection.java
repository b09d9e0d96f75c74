package io.gemba.cloud.mqtt;

import io.gemba.cloud.spi.Uplink.RefusedException;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * One Paho client with its line and threads, from CONNECT to the end of its last thread. Whatever
 * happens to it completes {@link #lost}; whoever made it calls {@link #dispose}. Safe for several
 * threads.
 */
final class Connection {
  private static final long SUBSCRIBE_SECONDS = 10;

  private final BrokerAddress address;
  private final Line line;
  private final SessionThreads threads;
  private final PahoClient client;
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final AtomicBoolean disposed = new AtomicBoolean();
  private volatile BiConsumer<String, MqttMessage> incoming = (topic, message) -> {};

  Connection(BrokerAddress address, String clientId, Line line) throws IOException {
    this.address = address;
    this.line = line;
    this.threads =
        new SessionThreads(
            clientId, death -> lost.complete(Failures.words(new MqttException(death), address)));
    try {
      this.client = new PahoClient(clientId, line, new Heartbeat(threads), threads);
    } catch (MqttException e) {
      threads.shutdownNow();
      line.cut();
      throw Failures.inWords(e, address);
    }
  }

  /**
   * What the broker allows (MQTT 5 §3.2.2.3).
   *
   * @param receiveMaximum most unacknowledged messages
   * @param maximumPacketSize in bytes
   */
  record Terms(int receiveMaximum, long maximumPacketSize) {}

  /**
   * Sends CONNECT and waits for CONNACK.
   *
   * @throws RefusedException when the broker says no, or cannot do what we need
   * @throws IOException when it says nothing
   */
  Terms greet(MqttConnectionOptions options, Duration timeout)
      throws IOException, InterruptedException {
    CompletableFuture<IMqttToken> answer = new CompletableFuture<>();
    client.setCallback(new Watcher());
    try {
      client.connect(
          options, null, listener(answer::complete, e -> answer.completeExceptionally(e)));
      IMqttToken token = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      client.keepAliveAgreed();
      return terms(token.getResponseProperties());
    } catch (TimeoutException e) {
      throw new IOException(
          address
              + " accepted the connection and then said nothing for "
              + timeout.toSeconds()
              + " s: is it an MQTT broker, and not overloaded?",
          e);
    } catch (ExecutionException e) {
      throw refusal(e.getCause() == null ? e : e.getCause());
    } catch (MqttException e) {
      throw refusal(e);
    }
  }

  private Terms terms(@Nullable MqttProperties said) throws RefusedException {
    if (said == null) {
      return new Terms(65_535, Long.MAX_VALUE);
    }
    if (said.getMaximumQoS() != null && said.getMaximumQoS() < 1) {
      throw new RefusedException(
          address
              + " takes QoS 0 only and so can never say that it has a message: Gemba needs a"
              + " broker with QoS 1");
    }
    if (Boolean.FALSE.equals(said.isRetainAvailable())) {
      throw new RefusedException(
          address
              + " keeps no retained messages, and the line board lives on them: allow them at"
              + " the broker");
    }
    Integer receiveMaximum = said.getReceiveMaximum();
    Long maximumPacketSize = said.getMaximumPacketSize();
    return new Terms(
        receiveMaximum == null ? 65_535 : receiveMaximum,
        maximumPacketSize == null ? Long.MAX_VALUE : maximumPacketSize);
  }

  private IOException refusal(Throwable failure) {
    FrameTap.Verdict verdict = line.tap().connAck();
    if (verdict == null) {
      return unanswered(failure);
    }
    if (verdict.mqtt3()) {
      return new RefusedException(
          address
              + " answers in MQTT 3 (return code "
              + verdict.code()
              + "): Gemba needs a broker that speaks MQTT 5");
    }
    if (!ReasonCode.isError(verdict.code())) {
      return Failures.inWords(failure, address);
    }
    String advice = ReasonCode.advice(verdict.code());
    return new RefusedException(
        address
            + " refuses this gateway: "
            + verdict.words()
            + (advice.isEmpty() ? "" : ". " + advice));
  }

  /** TLS 1.3 shows our certificate after the handshake, and often the alert about it is lost. */
  private IOException unanswered(Throwable failure) {
    String words = Failures.words(failure, address);
    boolean aboutCertificates = words.contains("certificate");
    return new IOException(
        address.tls() && !aboutCertificates
            ? words
                + ". It did so before its first word: perhaps it wants a client certificate, or"
                + " another one (tls.certificate, tls.key)"
            : words,
        failure);
  }

  /** Completes on a thread of Paho's, with the reason in words, when the broker is gone. */
  CompletableFuture<String> lost() {
    return lost;
  }

  /** Completes when no thread is left. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  /** What the broker said with its DISCONNECT, if it did. */
  FrameTap.@Nullable Verdict lastWord() {
    return line.tap().disconnect();
  }

  SessionThreads threads() {
    return threads;
  }

  /**
   * Queues a message without waiting.
   *
   * @param answer called by Paho's callback thread with the PUBACK's reason code; not called when
   *     the connection ends first, for {@link #lost} tells that, and why
   * @throws MqttException when it has ended already
   */
  void publish(PahoClient.Packet packet, IntConsumer answer) throws MqttException {
    client.publish(packet, listener(token -> answer.accept(code(token)), e -> {}));
  }

  /**
   * Asks for messages at QoS 1: never the retained ones that lie there already, and told apart when
   * they are to be retained.
   *
   * @param arrived called by Paho's callback thread; must not block or call the client
   * @throws IOException the broker does not allow it, or does not answer: in words
   */
  void subscribe(String filter, BiConsumer<String, MqttMessage> arrived)
      throws IOException, InterruptedException {
    incoming = arrived;
    MqttSubscription wanted = new MqttSubscription(filter, 1);
    wanted.setRetainHandling(2);
    wanted.setRetainAsPublished(true);
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    try {
      client.subscribe(
          new MqttSubscription[] {wanted},
          null,
          listener(token -> answer.complete(code(token)), answer::completeExceptionally),
          new MqttProperties());
      int granted = answer.get(SUBSCRIBE_SECONDS, TimeUnit.SECONDS);
      if (ReasonCode.isError(granted)) {
        throw new IOException(
            address + " does not let this user subscribe to " + filter + ": " + granted);
      }
    } catch (MqttException | ExecutionException | TimeoutException e) {
      throw new IOException(
          address + " did not answer the subscription to " + filter + ": " + e, e);
    }
  }

  private int code(IMqttToken token) {
    int[] codes = token.getReasonCodes();
    int seen = codes == null || codes.length == 0 ? ReasonCode.SUCCESS : codes[codes.length - 1];
    return line.tap().realCode(token.getMessageId(), seen);
  }

  /**
   * Ends it on a thread of its own; only the first call counts.
   *
   * @param reasonCode see {@link PahoClient#dispose}
   */
  void dispose(@Nullable Integer reasonCode) {
    if (disposed.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("mqtt-end " + address)
          .start(
              () -> {
                client.dispose(reasonCode);
                threads.shutdownNow();
                gone.complete(null);
              });
    }
  }

  /** Cuts the line, so that a goodbye that hangs comes to its end. */
  void cut() {
    line.cut();
  }

  private static MqttActionListener listener(
      Consumer<IMqttToken> success, Consumer<Throwable> failure) {
    return new MqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        success.accept(token);
      }

      @Override
      public void onFailure(IMqttToken token, Throwable exception) {
        failure.accept(exception);
      }
    };
  }

  /** Hears from Paho that the connection is gone; must not block or call the client. */
  private final class Watcher implements MqttCallback {
    @Override
    public void disconnected(MqttDisconnectResponse response) {
      lost.complete(why(response.getException()));
    }

    private String why(@Nullable MqttException cause) {
      FrameTap.Verdict word = lastWord();
      if (word != null) {
        String advice = ReasonCode.advice(word.code());
        return address
            + " ended the session: "
            + word.words()
            + (advice.isEmpty() ? "" : ". " + advice);
      }
      if (cause == null) {
        return "the connection to " + address + " ended";
      }
      if (cause.getCause() instanceof EOFException && line.tap().connAck() != null) {
        // what mosquitto 2.0.11 does to the older one of two clients with one id
        return address
            + " hung up without a word: is it being stopped? If this goes on, another client may"
            + " be using the client id "
            + client.getClientId();
      }
      return Failures.words(cause, address);
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      // followed by disconnected()
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      incoming.accept(topic, message); // unless commands are allowed, nothing is subscribed to
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
      // each publish has a listener of its own
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
      // the CONNECT has a listener of its own
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
      // no enhanced authentication was asked for
    }
  }
}
