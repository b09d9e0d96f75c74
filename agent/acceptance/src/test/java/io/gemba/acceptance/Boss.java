package io.gemba.acceptance;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Somebody far away who commands, and waits for the answer. */
final class Boss implements AutoCloseable {
  private final MqttAsyncClient client;
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  Boss(String url) throws MqttException {
    client = new MqttAsyncClient(url.replace("mqtt://", "tcp://"), "boss", new MemoryPersistence());
    client.setCallback(
        new QuietCallback(
            (topic, message) ->
                answers.put(
                    new String(
                        message.getProperties().getCorrelationData(), StandardCharsets.UTF_8),
                    new String(message.getPayload(), StandardCharsets.UTF_8))));
    client.connect().waitForCompletion(10_000);
    client.subscribe("boss/answers", 1).waitForCompletion(10_000);
  }

  /** Sends one command to the gateway of {@link Yaml}; its answer. */
  String command(String name, String payload, String correlation)
      throws MqttException, InterruptedException {
    answers.remove(correlation);
    MqttProperties properties = new MqttProperties();
    properties.setResponseTopic("boss/answers");
    properties.setCorrelationData(correlation.getBytes(StandardCharsets.UTF_8));
    client
        .publish(
            "gemba1/acme/dongguan/_gw/gw-01/cmd/" + name,
            new MqttMessage(payload.getBytes(StandardCharsets.UTF_8), 1, false, properties))
        .waitForCompletion(10_000);
    Await.until(
        "an answer to " + name + " " + correlation,
        Duration.ofSeconds(15),
        () -> answers.containsKey(correlation));
    return answers.get(correlation);
  }

  @Override
  public void close() throws MqttException {
    client.disconnectForcibly(100, 500, false);
    client.close(true);
  }
}
