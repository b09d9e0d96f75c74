package io.gemba.cloud.console.mqtt;

import io.gemba.cloud.console.config.BrokerConfig;
import java.util.List;

/**
 * What one connection asks a broker for.
 *
 * @param topics filters
 * @param keptS how long the broker keeps the session, and what comes meanwhile, while we are away,
 *     s; 0 for not at all
 * @param leaving whether these topics are given up: what was kept comes, nothing more
 * @param receiveMaximum messages that may be under way without our acknowledgement
 * @param keepAliveS after twice as many seconds a broker that is silent is taken for gone
 */
public record Subscription(
    String clientId,
    List<String> topics,
    long keptS,
    boolean leaving,
    int receiveMaximum,
    int keepAliveS) {
  private static final int WATCHED = 200;
  private static final int KEEP_ALIVE_S = 15;

  /** A database that is slow for a while holds up what is to be stored, and nothing else. */
  private static final int PATIENT_S = 120;

  /** All that a console of its own needs: what it shows is what it stores. */
  public static Subscription whole(BrokerConfig broker, String clientId, int receiveMaximum) {
    return new Subscription(
        clientId, broker.topics(), keptS(broker), false, receiveMaximum, KEEP_ALIVE_S);
  }

  /** What is shown on the board only, of which nothing needs to be acknowledged. */
  public static Subscription watched(BrokerConfig broker, String clientId) {
    return new Subscription(clientId + "-board", broker.topics(), 0, false, WATCHED, KEEP_ALIVE_S);
  }

  /** What is stored only, in a database. */
  public static Subscription stored(BrokerConfig broker, String clientId, int receiveMaximum) {
    return new Subscription(
        clientId, broker.topics(), keptS(broker), false, receiveMaximum, PATIENT_S);
  }

  /**
   * This console's share of what is to be stored: MQTT 5 §4.8.2, each message goes to one of the
   * group.
   */
  public static Subscription shared(
      BrokerConfig broker, String group, String clientId, int receiveMaximum) {
    List<String> topics = broker.topics().stream().map(t -> "$share/" + group + "/" + t).toList();
    return new Subscription(
        clientId, topics, keptS(broker), broker.keeping().leaving(), receiveMaximum, PATIENT_S);
  }

  private static long keptS(BrokerConfig broker) {
    return broker.keeping().sessionExpiry().toSeconds();
  }

  /** Whether anything is kept. */
  boolean kept() {
    return keptS > 0;
  }
}
