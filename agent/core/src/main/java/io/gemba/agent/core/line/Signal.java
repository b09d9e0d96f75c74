package io.gemba.agent.core.line;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import org.jspecify.annotations.Nullable;

/** The last word of one point, or why there is none. One thread. */
final class Signal {
  private final PointRef point;
  private @Nullable Value value;
  private String trouble;

  Signal(PointRef point) {
    this.point = point;
    this.trouble = "no sample yet of " + point.device() + "/" + point.point();
  }

  PointRef point() {
    return point;
  }

  void observe(Sample sample) {
    if (sample.quality() == Quality.BAD || sample.value() instanceof Value.None) {
      value = null;
      trouble = point.device() + "/" + point.point() + " is bad";
    } else {
      value = sample.value();
    }
  }

  void lost(String device) {
    if (device.equals(point.device())) {
      value = null;
      trouble = "the device " + device + " is lost";
    }
  }

  /** The value, or null when there is none to trust. */
  @Nullable Value value() {
    return value;
  }

  /** Why there is no value. */
  String trouble() {
    return trouble;
  }
}
