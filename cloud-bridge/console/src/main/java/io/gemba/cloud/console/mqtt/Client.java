package io.gemba.cloud.console.mqtt;

import io.gemba.cloud.console.config.BrokerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a broker that is used once: what every use of the library's client has in common.
 * The callbacks come on the library's thread.
 */
abstract class Client implements MqttCallback, AutoCloseable {
  /** Reason codes from here on are refusals (MQTT 5 §2.4). */
  static final int REFUSED = 0x80;

  private static final Logger log = LoggerFactory.getLogger(Client.class);
  private static final long DEADLINE_MS = 10_000;

  final BrokerConfig config;
  final MqttAsyncClient client;

  Client(BrokerConfig config, String clientId) throws MqttException {
    this.config = config;
    client = new MqttAsyncClient(address(config), clientId, new MemoryPersistence());
  }

  private static String address(BrokerConfig config) {
    String scheme = config.url().getScheme().equals("mqtts") ? "ssl" : "tcp";
    return scheme + "://" + config.url().getHost() + ":" + config.url().getPort();
  }

  /** How to connect, but for what the session is to be. */
  final MqttConnectionOptions options() throws IOException {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout((int) (DEADLINE_MS / 1000));
    if (config.username() != null) {
      options.setUserName(config.username());
    }
    if (config.passwordFile() != null) {
      String password = Files.readString(config.passwordFile(), StandardCharsets.UTF_8).strip();
      options.setPassword(password.getBytes(StandardCharsets.UTF_8));
    }
    if (config.url().getScheme().equals("mqtts")) {
      options.setSocketFactory(TlsFiles.socketFactory(config.tls()));
    }
    return options;
  }

  static void await(IMqttToken token, String otherwise) throws IOException, MqttException {
    token.waitForCompletion(DEADLINE_MS);
    if (!token.isComplete()) {
      throw new IOException(otherwise + " within " + DEADLINE_MS / 1000 + " s");
    }
  }

  /** What went wrong, with the deepest cause, which is the one that says something. */
  static String words(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null ? deepest.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    try {
      client.disconnectForcibly(0, 500, true);
    } catch (MqttException | RuntimeException e) {
      log.debug("Disconnecting from {}: {}", config.name(), e.getMessage());
    }
    try {
      client.close(true);
    } catch (MqttException | RuntimeException e) {
      log.debug("Closing the client of {}: {}", config.name(), e.getMessage());
    }
  }

  @Override
  public final void mqttErrorOccurred(MqttException exception) {
    log.debug("{}: {}", config.name(), exception.getMessage());
  }

  @Override
  public final void deliveryComplete(@Nullable IMqttToken token) {}

  @Override
  public final void connectComplete(boolean reconnect, @Nullable String serverUri) {}

  @Override
  public final void authPacketArrived(int reasonCode, @Nullable MqttProperties properties) {}
}
