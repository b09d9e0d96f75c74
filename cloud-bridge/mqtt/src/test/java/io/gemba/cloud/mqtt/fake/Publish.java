package io.gemba.cloud.mqtt.fake;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A PUBLISH as it came (MQTT 5 §3.3).
 *
 * @param id the packet identifier
 * @param properties by identifier
 * @param wireLength with its fixed header, in bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record Publish(
    String topic,
    int id,
    int qos,
    boolean retained,
    boolean duplicate,
    Map<Integer, Object> properties,
    byte[] payload,
    int wireLength) {

  /** The payload as text. */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }
}
