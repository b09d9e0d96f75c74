package io.gemba.cloud.mqtt;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttToken;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttDisconnect;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * Paho's asynchronous client for one session over a line that is connected already: nothing kept on
 * disk, no automatic reconnection, no topic aliases.
 */
final class PahoClient extends MqttAsyncClient {
  private static final Logger ITS_LOG = Logger.getLogger("org.eclipse.paho.mqttv5.client");
  private static final int AT_LEAST_ONCE = 1;
  private static final long CONNECT_MILLIS = 1_000;
  private static final long DISCONNECT_MILLIS = 250;

  private final Line line;
  private final Heartbeat heartbeat;

  PahoClient(String clientId, Line line, Heartbeat heartbeat, ScheduledExecutorService executor)
      throws MqttException {
    // the address is of no use to Paho: the line is connected
    super("tcp://broker", clientId, new MemoryPersistence(), heartbeat, executor);
    this.line = line;
    this.heartbeat = heartbeat;
  }

  /**
   * Whatever Paho logs as an error is reported through exceptions too, and an error is logged once.
   * A level that was set on purpose stays.
   */
  static void silenceItsLog() {
    if (ITS_LOG.getLevel() == null) {
      ITS_LOG.setLevel(Level.OFF);
    }
  }

  @Override
  protected NetworkModule[] createNetworkModules(String address, MqttConnectionOptions options) {
    return new NetworkModule[] {line};
  }

  /** Paho has taken over what the CONNACK says about the keep-alive. */
  void keepAliveAgreed() {
    heartbeat.agreed();
  }

  /** A message as a packet; how long it is can be asked for before it is sent. */
  static Packet packet(Message message) {
    MqttProperties properties = new MqttProperties();
    if (message.deflated()) {
      properties.setContentType("application/json");
      properties.setUserProperties(List.of(new UserProperty("content-encoding", "deflate")));
    }
    MqttMessage content =
        new MqttMessage(message.payload(), AT_LEAST_ONCE, message.retained(), properties);
    return new Packet(message.topic(), content, properties);
  }

  /** The answer to a command as a packet (MQTT 5 §4.10.1). */
  static Packet answer(String topic, byte @Nullable [] correlation, byte[] payload) {
    MqttProperties properties = new MqttProperties();
    properties.setContentType("application/json");
    if (correlation != null) {
      properties.setCorrelationData(correlation);
    }
    return new Packet(
        topic, new MqttMessage(payload, AT_LEAST_ONCE, false, properties), properties);
  }

  /**
   * Queues a packet without waiting.
   *
   * @param listener called by Paho's callback thread; must not block or call the client
   * @throws MqttException when the session has ended
   */
  void publish(Packet packet, MqttActionListener listener) throws MqttException {
    MqttToken token = new MqttToken(getClientId());
    token.internalTok.setDeliveryToken(true);
    token.setActionCallback(listener);
    token.internalTok.setTopics(new String[] {packet.topic});
    token.setRequestMessage(packet);
    comms.sendNoWait(packet, token);
  }

  /**
   * Ends the connection and every thread of it.
   *
   * @param reasonCode what the DISCONNECT says; null = nothing is sent, so that the broker
   *     publishes the will
   */
  void dispose(@Nullable Integer reasonCode) {
    try {
      line.tap().awaitOpen(CONNECT_MILLIS); // cut earlier, Paho's connecting thread would stay
      if (reasonCode == null) {
        line.cut();
      } else {
        sayGoodbye(reasonCode);
      }
      comms.disconnectForcibly(0, 1, false, ReasonCode.SUCCESS, new MqttProperties());
      close(true);
    } catch (MqttException e) {
      // it was on its way down already, and closes itself at the end of that
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      line.cut();
    }
  }

  /** Paho's own way waits for an answer that a DISCONNECT never gets. */
  private void sayGoodbye(int reasonCode) throws InterruptedException {
    line.expectFarewell();
    try {
      comms.sendNoWait(
          new MqttDisconnect(reasonCode, new MqttProperties()), new MqttToken(getClientId()));
      line.awaitFarewell(DISCONNECT_MILLIS);
    } catch (MqttException e) {
      line.cut(); // not connected any more: the broker has published the will
    }
  }

  /** A PUBLISH that Paho cannot give an alias: it looks for the topic here, and writes its own. */
  static final class Packet extends MqttPublish {
    private final String topic;

    Packet(String topic, MqttMessage message, MqttProperties properties) {
      super(topic, message, properties);
      this.topic = topic;
    }

    /** The length on the wire, in bytes, with the fixed header. */
    long length() throws MqttException {
      return (long) getHeader().length + getPayloadLength();
    }

    @Override
    public @Nullable String getTopicName() {
      return null;
    }
  }
}
