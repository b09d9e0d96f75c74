package io.gemba.cloud.console.act;

import io.gemba.cloud.console.config.BrokerConfig;
import io.gemba.cloud.console.mqtt.Request;
import io.gemba.cloud.console.wire.GatewayKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Gateways behind brokers. Safe for any thread; each call blocks its own. */
public final class BrokerGateways implements Gateways {
  /** A gateway gives its machine ten seconds unless told otherwise. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final Map<String, BrokerConfig> brokers;
  private final Map<String, String> clientIds;

  /** Both maps by the broker's name. */
  public BrokerGateways(Map<String, BrokerConfig> brokers, Map<String, String> clientIds) {
    this.brokers = Map.copyOf(brokers);
    this.clientIds = Map.copyOf(clientIds);
  }

  @Override
  public Optional<byte[]> ask(String broker, GatewayKey gateway, String command, byte[] payload)
      throws IOException, InterruptedException {
    BrokerConfig config = brokers.get(broker);
    String clientId = clientIds.get(broker);
    if (config == null || clientId == null) {
      throw new IOException("no broker is known through which this gateway can be asked");
    }
    String base =
        "gemba1/" + gateway.enterprise() + "/" + gateway.site() + "/_gw/" + gateway.id() + "/";
    return Request.ask(
        config, clientId, base + "cmd/" + command, base + "answer", payload, PATIENCE);
  }
}
