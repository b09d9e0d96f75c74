package io.gemba.agent.core.config;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.DeviceConfig;
import java.util.Map;

/**
 * One device and the adapter that reads it.
 *
 * @param device its name and place
 * @param adapter the adapter's name
 * @param config what the adapter gets
 * @param pointNames what people call the points: point → language tag → name; may be empty
 */
public record DeviceEntry(
    DeviceRef device,
    String adapter,
    DeviceConfig config,
    Map<String, Map<String, String>> pointNames) {
  public DeviceEntry {
    pointNames = Map.copyOf(pointNames);
  }
}
