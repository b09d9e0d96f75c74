package io.gemba.cloud.console.mqtt;

import io.gemba.cloud.console.config.BrokerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * One question to a gateway and its answer (MQTT 5 §4.10), on a connection of its own: people ask
 * seldom, and a connection that lives as long as its question has no state to lose. The message
 * expires with our patience, so that what nobody waits for any more is not executed. Used by one
 * thread; the callbacks by the library's.
 */
public final class Request extends Client {
  private final byte[] correlation = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
  private final CompletableFuture<byte[]> answer = new CompletableFuture<>();

  private Request(BrokerConfig config, String clientId) throws MqttException {
    super(config, clientId);
    client.setCallback(this);
  }

  /**
   * Publishes {@code payload} to {@code topic} and waits for the answer.
   *
   * @param clientId of the console's ordinary connection; this one's is derived from it
   * @param answers topic below which the gateway may answer
   * @return the answer; empty when none came, and nobody can say whether it was done
   * @throws IOException when it was not sent, with a reason for people
   */
  public static Optional<byte[]> ask(
      BrokerConfig config,
      String clientId,
      String topic,
      String answers,
      byte[] payload,
      Duration patience)
      throws IOException, InterruptedException {
    String mark = UUID.randomUUID().toString().substring(0, 8);
    try (Request request = new Request(config, clientId + "-ask-" + mark)) {
      request.connect(answers + "/console-" + mark);
      return request.exchange(topic, answers + "/console-" + mark, payload, patience);
    } catch (MqttException e) {
      throw new IOException("the broker " + config.name() + ": " + words(e), e);
    }
  }

  private void connect(String answerTopic) throws IOException, MqttException {
    MqttConnectionOptions options = options();
    options.setCleanStart(true);
    options.setSessionExpiryInterval(0L);
    await(client.connect(options), "the broker does not answer");
    IMqttToken token = client.subscribe(answerTopic, 1);
    await(token, "the broker does not answer");
    refuse(token, "listen to " + answerTopic);
  }

  private Optional<byte[]> exchange(
      String topic, String answerTopic, byte[] payload, Duration patience)
      throws IOException, MqttException, InterruptedException {
    MqttMessage message = new MqttMessage(payload, 1, false, null);
    MqttProperties properties = new MqttProperties();
    properties.setResponseTopic(answerTopic);
    properties.setCorrelationData(correlation);
    properties.setMessageExpiryInterval(Math.max(1, patience.toSeconds()));
    message.setProperties(properties);
    IMqttToken token = client.publish(topic, message);
    try {
      await(token, "the broker does not answer");
    } catch (IOException | MqttException e) {
      return Optional.empty(); // it may have been delivered all the same
    }
    refuse(token, "publish to " + topic);
    try {
      return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    }
  }

  private void refuse(IMqttToken token, String what) throws IOException {
    int[] codes = token.getReasonCodes();
    if (codes != null && Arrays.stream(codes).anyMatch(c -> c >= REFUSED)) {
      throw new IOException(
          "the broker "
              + config.name()
              + " does not let this console "
              + what
              + " — give its user the right");
    }
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    MqttProperties properties = message.getProperties();
    if (properties != null && Arrays.equals(properties.getCorrelationData(), correlation)) {
      answer.complete(message.getPayload());
    }
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    answer.completeExceptionally(new IOException("connection lost"));
  }
}
