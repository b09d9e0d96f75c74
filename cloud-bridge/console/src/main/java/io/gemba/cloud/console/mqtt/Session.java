package io.gemba.cloud.console.mqtt;

import io.gemba.cloud.console.config.BrokerConfig;
import io.gemba.cloud.console.wire.Inflation;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from CONNECT to its end, with a client of its own.
 *
 * <p>Messages are acknowledged by hand, after they are on the disk; the receive maximum then bounds
 * what is under way, so a slow disk slows the broker down without blocking the library's callback
 * thread (which would starve its keep-alive). A broker may send more than that (mosquitto 2.0.11
 * does, once it has more to send than the window): then the full queue holds up the callback and
 * with it the socket. The broker keeps the session for a while: what gateways send while the
 * console restarts comes afterwards. Used by one thread; the callbacks by the library's.
 */
final class Session extends Client {
  private static final Logger log = LoggerFactory.getLogger(Session.class);
  private final Subscription subscription;
  private final Inlet inlet;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile String reason = "connection lost";

  Session(BrokerConfig config, Subscription subscription, Inlet inlet) throws MqttException {
    super(config, subscription.clientId());
    this.subscription = subscription;
    this.inlet = inlet;
    client.setManualAcks(true);
    client.setCallback(this);
  }

  /** Connects and subscribes, or throws with a reason for people. */
  void start() throws IOException, MqttException {
    await(client.connect(kept(options())), "no answer to CONNECT");
    List<String> topics = subscription.topics();
    if (subscription.leaving()) {
      leave(topics.toArray(String[]::new));
      return;
    }
    int[] qos = new int[topics.size()];
    Arrays.fill(qos, subscription.kept() ? 1 : 0);
    IMqttToken token = client.subscribe(topics.toArray(String[]::new), qos);

    await(token, "no answer to SUBSCRIBE");
    int[] codes = token.getReasonCodes();
    for (int i = 0; codes != null && i < codes.length; i++) {
      if (codes[i] >= REFUSED) {
        throw new IOException(
            "the broker refuses the topic "
                + topics.get(i)
                + " (reason "
                + Integer.toHexString(codes[i])
                + ") — give this user the right to read it");
      }
    }
  }

  /** What the broker has put by for us comes all the same; what is new goes to the others. */
  private void leave(String[] topics) throws IOException, MqttException {
    await(client.unsubscribe(topics), "no answer to UNSUBSCRIBE");
    log.info(
        "Left {} at broker {}. What it still keeps for this console is stored now: stop it when"
            + " the metric samples_stored_total grows no more",
        String.join(", ", topics),
        config.name());
  }

  private MqttConnectionOptions kept(MqttConnectionOptions options) {
    options.setCleanStart(!subscription.kept());
    options.setSessionExpiryInterval(subscription.keptS());
    options.setReceiveMaximum(subscription.receiveMaximum());
    options.setKeepAliveInterval(subscription.keepAliveS());
    return options;
  }

  /** Waits until the connection ends, and says why. */
  String awaitEnd() throws InterruptedException {
    ended.await();
    return reason;
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
    int id = message.getId();
    int qos = message.getQos();
    try {
      inlet.message(
          config.name(),
          topic,
          message.getPayload(),
          encoding(message),
          message.isRetained(),
          () -> acknowledge(id, qos));
    } catch (OverloadException e) {
      if (qos > 0) {
        reason = words(e);
        ended.countDown();
      }
    }
  }

  private static @Nullable String encoding(MqttMessage message) {
    MqttProperties properties = message.getProperties();
    if (properties == null) {
      return null;
    }
    for (UserProperty property : properties.getUserProperties()) {
      if (Inflation.PROPERTY.equals(property.getKey())) {
        return property.getValue();
      }
    }
    return null;
  }

  /**
   * Too late is no harm: the broker sends it again on the next connection and the history knows it.
   * The library throws more than it says once its client is closed.
   */
  private void acknowledge(int id, int qos) {
    try {
      client.messageArrivedComplete(id, qos);
    } catch (MqttException | RuntimeException e) {
      log.debug("Acknowledgement {} after the connection ended: {}", id, e.getMessage());
    }
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    String text = response.getReasonString();
    MqttException cause = response.getException();
    reason = text != null ? text : cause != null ? words(cause) : "connection lost";
    ended.countDown();
  }

  @Override
  public void close() {
    super.close();
    ended.countDown();
  }
}
