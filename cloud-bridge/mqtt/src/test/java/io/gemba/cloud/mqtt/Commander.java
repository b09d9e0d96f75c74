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
import org.jspecify.annotations.Nullable;

/** Somebody who sends commands and hears the answers. */
final class Commander implements AutoCloseable, MqttCallback {
  private final MqttAsyncClient client;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();

  Commander(int port) throws MqttException {
    client = new MqttAsyncClient("tcp://127.0.0.1:" + port, "commander", new MemoryPersistence());
    client.setCallback(this);
    client.connect().waitForCompletion(5000);
    client.subscribe("boss/#", 1).waitForCompletion(5000);
  }

  /** One answer. */
  record Heard(String text, String correlation) {}

  void send(
      String topic, String payload, String answerTo, @Nullable String correlation, boolean retained)
      throws MqttException {
    MqttProperties properties = new MqttProperties();
    properties.setResponseTopic(answerTo);
    if (correlation != null) {
      properties.setCorrelationData(correlation.getBytes(StandardCharsets.UTF_8));
    }
    MqttMessage message =
        new MqttMessage(payload.getBytes(StandardCharsets.UTF_8), 1, retained, properties);
    client.publish(topic, message).waitForCompletion(5000);
  }

  List<Heard> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    byte[] correlation = message.getProperties().getCorrelationData();
    heard.add(
        new Heard(
            new String(message.getPayload(), StandardCharsets.UTF_8),
            correlation == null ? "" : new String(correlation, StandardCharsets.UTF_8)));
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
