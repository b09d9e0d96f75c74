package io.gemba.cloud.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Somebody who listens to all that gateways say. */
final class Subscriber implements AutoCloseable, MqttCallback {
  private final MqttAsyncClient client;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();

  Subscriber(int port) throws MqttException {
    client = new MqttAsyncClient("tcp://127.0.0.1:" + port, "subscriber", new MemoryPersistence());
    client.setCallback(this);
    client.connect().waitForCompletion(5000);
    client.subscribe("gemba1/#", 1).waitForCompletion(5000);
  }

  /** One message. */
  record Heard(String topic, String text, boolean retained) {}

  List<Heard> heard() {
    return List.copyOf(heard);
  }

  /** What was heard last on a topic, or an empty text. */
  String last(String topic) {
    return heard().reversed().stream()
        .filter(message -> message.topic.equals(topic))
        .map(Heard::text)
        .findFirst()
        .orElse("");
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    heard.add(
        new Heard(
            topic, new String(message.getPayload(), StandardCharsets.UTF_8), message.isRetained()));
  }

  @Override
  public void close() throws MqttException {
    client.disconnectForcibly(0, 100, true);
    client.close(true);
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {}

  @Override
  public void mqttErrorOccurred(MqttException exception) {}

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
