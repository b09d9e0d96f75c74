package io.gemba.cloud.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One uplink's configuration, checked.
 *
 * @param address where the broker listens
 * @param clientId stable over restarts and unique at the broker
 * @param username for the broker, if it wants one
 * @param credentials files with secrets; read anew at each connection, so a renewed one is picked
 *     up
 * @param deflate whether payloads that gain from it are compressed
 * @param keepAlive asked of the broker; a silent line is found within twice this
 * @param connectTimeout for DNS, TCP, TLS and CONNACK together
 * @param ackTimeout for one PUBACK; past it the session is ended
 * @param window most messages unanswered at a time, 1 to 65535
 * @param maxPacket largest MQTT packet sent, in bytes
 * @param allowedCommands {@code place/device/point} that commands may write; none by default
 */
record MqttOptions(
    BrokerAddress address,
    String clientId,
    Optional<String> username,
    Credentials credentials,
    boolean deflate,
    Duration keepAlive,
    Duration connectTimeout,
    Duration ackTimeout,
    int window,
    long maxPacket,
    List<String> allowedCommands) {
  MqttOptions {
    allowedCommands = List.copyOf(allowedCommands);
  }
}
