package io.gemba.cloud.spi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a device's points are.
 *
 * @param device which device
 * @param adapter the adapter that reads it
 * @param points in the order of the configuration
 */
public record DeviceMeta(DeviceRef device, String adapter, List<Point> points)
    implements Outgoing.Statement {
  public DeviceMeta {
    points = List.copyOf(points);
  }

  @Override
  public String subject() {
    return "meta/" + device.name();
  }

  /**
   * One point.
   *
   * @param name as in samples
   * @param type bool, int, uint, real, text, time, bytes, array or object; null until a good sample
   *     was seen
   * @param unit UNECE code, or null
   * @param writable whether commands may write it
   * @param names what people call it, by language tag (en, zh-Hant, zh-Hans); may be empty
   */
  public record Point(
      String name,
      @Nullable String type,
      @Nullable String unit,
      boolean writable,
      Map<String, String> names) {
    public Point {
      names = Map.copyOf(names);
    }
  }
}
