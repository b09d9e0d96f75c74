package io.gemba.hal.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One device as configured, already checked against {@link AdapterFactory#deviceKeys} and {@link
 * AdapterFactory#pointKeys}.
 *
 * @param name the device's name, unique in the gateway
 * @param settings the adapter's own keys
 * @param points the points in the order of the file
 */
public record DeviceConfig(String name, Settings settings, List<Point> points) {
  public DeviceConfig {
    points = List.copyOf(points);
  }

  /**
   * One point of the device.
   *
   * @param name unique in the device; what {@link Sample#point} must say
   * @param unit UNECE recommendation 20 code such as {@code CEL}, or null
   * @param writable whether commands may write it, given that an uplink allows it too
   * @param settings the adapter's own keys
   */
  public record Point(String name, @Nullable String unit, boolean writable, Settings settings) {}
}
