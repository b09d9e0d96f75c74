package io.gemba.cloud.mqtt.fake;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CONNECT as it came (MQTT 5 §3.1).
 *
 * @param protocol name and version: {@code MQTT5}
 * @param properties by identifier
 */
public record Connect(
    String protocol,
    String clientId,
    boolean cleanStart,
    int keepAlive,
    Map<Integer, Object> properties,
    @Nullable Will will,
    @Nullable String username,
    @Nullable String password) {

  /** What the broker is to say for a client that is gone. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Will(String topic, byte[] payload, int qos, boolean retained) {}
}
