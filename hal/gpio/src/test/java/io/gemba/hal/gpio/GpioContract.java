package io.gemba.hal.gpio;

import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.tck.AdapterContract;
import io.gemba.hal.tck.BadSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all GPIO devices have in common. */
abstract class GpioContract extends AdapterContract {

  @Override
  protected AdapterFactory factory() {
    return new GpioAdapterFactory();
  }

  @Override
  protected List<BadSetting> badSettings(Map<String, Object> good) {
    return List.of(
        BadSetting.of(good, "chip", "sim:nowhere"),
        BadSetting.of(good, "chip", "sim:127.0.0.1:99999"),
        BadSetting.of(good, "chip", " "),
        BadSetting.of(good, "points.lamp.line", 54),
        BadSetting.of(good, "points.lamp.mode", "disco"),
        BadSetting.of(good, "points.lamp.pull", "sideways"),
        BadSetting.of(good, "points.lamp.debounce", "soon"),
        BadSetting.of(good, "points.lamp.writable", true),
        BadSetting.without(good, "points.lamp.line"),
        new BadSetting(
            "points.lamp.debounce",
            BadSetting.of(
                    good, "points.lamp", Map.of("line", 1, "mode", "output", "debounce", "1s"))
                .settings()),
        new BadSetting("points.second.line", withASecondOwnerOfTheLine(good)));
  }

  private static Map<String, Object> withASecondOwnerOfTheLine(Map<String, Object> good) {
    Map<String, Object> points = new LinkedHashMap<>();
    points.put("lamp", Map.of("line", 17));
    points.put("second", Map.of("line", 17));
    return BadSetting.of(good, "points", points).settings();
  }

  /** A line has no clock: its edges are dated on arrival. */
  @Override
  protected boolean deviceTellsTime() {
    return false;
  }

  /** A line that could be taken is high or low, never doubtful. */
  @Override
  protected List<Quality> deviceQualities() {
    return List.of(Quality.GOOD);
  }
}
