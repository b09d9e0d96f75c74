package io.gemba.cloud.console.mqtt;

import io.gemba.cloud.console.config.BrokerConfig;
import java.util.List;

/**
 * What one connection asks a broker for.
 *
 * @param topics filters
 * @param kept whether the broker keeps the session, and what comes meanwhile, while we are away
 * @param receiveMaximum messages that may be under way without our acknowledgement
 */
public record Subscription(String clientId, List<String> topics, boolean kept, int receiveMaximum) {
  private static final int WATCHED = 200;

  /** All that a console of its own needs: what it shows is what it stores. */
  public static Subscription whole(BrokerConfig broker, String clientId, int receiveMaximum) {
    return new Subscription(clientId, broker.topics(), true, receiveMaximum);
  }

  /** What is shown on the board only, of which nothing needs to be acknowledged. */
  public static Subscription watched(BrokerConfig broker, String clientId) {
    return new Subscription(clientId + "-board", broker.topics(), false, WATCHED);
  }

  /**
   * This console's share of what is to be stored: MQTT 5 §4.8.2, each message goes to one of the
   * group.
   */
  public static Subscription shared(
      BrokerConfig broker, String group, String clientId, int receiveMaximum) {
    List<String> topics = broker.topics().stream().map(t -> "$share/" + group + "/" + t).toList();
    return new Subscription(clientId, topics, true, receiveMaximum);
  }
}
