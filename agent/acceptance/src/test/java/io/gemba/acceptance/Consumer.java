package io.gemba.acceptance;

import io.gemba.acceptance.Books.Gap;
import io.gemba.acceptance.Books.Received;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * A consumer as a user would write one: it counts, so it knows whether everything came.
 * Thread-safe.
 */
final class Consumer implements AutoCloseable {
  private final String url;
  private final Books books = new Books();
  private MqttAsyncClient client;

  Consumer(String url) throws MqttException {
    this.url = url.replace("mqtt://", "tcp://");
    connect();
  }

  /** Subscribes to everything; call again after the broker was restarted. */
  void connect() throws MqttException {
    client = new MqttAsyncClient(url, "consumer-" + UUID.randomUUID(), new MemoryPersistence());
    client.setCallback(
        new QuietCallback((topic, m) -> books.take(topic, m.getPayload(), m.isRetained())));
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setReceiveMaximum(65_535);
    client.connect(options).waitForCompletion(10_000);
    client.subscribe("gemba1/#", 1).waitForCompletion(10_000);
  }

  long received() {
    return books.received();
  }

  List<Received> samplesOf(String device) {
    return books.samplesOf(device);
  }

  List<String> unexplainedHoles() {
    return books.unexplainedHoles();
  }

  List<String> conflicts() {
    return books.conflicts();
  }

  List<Gap> gaps() {
    return books.gaps();
  }

  long repeats() {
    return books.repeats();
  }

  Map<String, String> retained() {
    return books.retained();
  }

  @Override
  public void close() throws MqttException {
    try {
      client.disconnectForcibly(100, 500, false);
    } finally {
      client.close(true);
    }
  }
}
