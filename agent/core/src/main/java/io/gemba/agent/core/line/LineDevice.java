package io.gemba.agent.core.line;

import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Settings;
import java.util.List;
import java.util.Map;

/**
 * The device as which a line's facts travel: {@code line-{area}-{line}}, at the line's own place.
 * Its points are
 *
 * <ul>
 *   <li>{@code state}, {@code cause}: what the line was in from the sample's time on
 *   <li>{@code stop}: an interruption that has ended, dated by its begin
 *   <li>{@code reason}: what a person said about a stop, dated by the stop's begin
 *   <li>{@code counts}: good, rejects and target of the shift so far, every five minutes
 *   <li>{@code shift}: the figures of a shift that has ended, dated by its end
 *   <li>{@code alarm}: an alarm was raised, cleared, acknowledged, shelved or unshelved
 * </ul>
 */
public final class LineDevice {
  static final String STATE = "state";
  static final String CAUSE = "cause";
  static final String STOP = "stop";
  static final String REASON = "reason";
  static final String COUNTS = "counts";
  static final String SHIFT = "shift";

  /** The point under which changes of alarms are journaled. */
  public static final String ALARM = "alarm";

  private static final List<String> POINTS =
      List.of(STATE, CAUSE, STOP, REASON, COUNTS, SHIFT, ALARM);

  private LineDevice() {}

  /** The name under which a line, {@code area/line}, is numbered in the journal. */
  public static String name(String line) {
    return "line-" + line.replace('/', '-');
  }

  /** Where a line's facts come from. */
  public static DeviceRef ref(String line) {
    return new DeviceRef(name(line), line + "/_");
  }

  /** The device as if it were configured. */
  public static DeviceEntry entry(String line) {
    Settings none = new Settings(Map.of());
    List<DeviceConfig.Point> points =
        POINTS.stream().map(name -> new DeviceConfig.Point(name, null, false, none)).toList();
    DeviceRef ref = ref(line);
    return new DeviceEntry(ref, "line", new DeviceConfig(ref.name(), none, points), Map.of());
  }
}
