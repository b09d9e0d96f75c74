package io.gemba.cloud.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Options to turn, with deadlines short enough for tests. */
final class Knobs {
  BrokerAddress address;
  String clientId = "acme-dongguan-gw-01";
  @Nullable String username;
  Credentials credentials = Credentials.NONE;
  boolean deflate;
  long keepAliveMillis = 15_000;
  long connectMillis = 5_000;
  long ackMillis = 5_000;
  int window = 100;
  long maxPacket = 128 * 1024;
  List<String> allow = List.of();

  Knobs(BrokerAddress address) {
    this.address = address;
  }

  MqttOptions options() {
    return new MqttOptions(
        address,
        clientId,
        Optional.ofNullable(username),
        credentials,
        deflate,
        Duration.ofMillis(keepAliveMillis),
        Duration.ofMillis(connectMillis),
        Duration.ofMillis(ackMillis),
        window,
        maxPacket,
        allow);
  }
}
