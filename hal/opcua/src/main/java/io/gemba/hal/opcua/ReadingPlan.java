package io.gemba.hal.opcua;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a device is read, whatever its points.
 *
 * @param profile {@code auto}, {@code none} or the name of a {@link Profile}
 * @param rebrowse how often selections look again without being told to; zero = never
 * @param publishing the device's own publishing interval
 */
record ReadingPlan(
    Mode mode, String profile, Duration rebrowse, Duration publishing, List<Selector> select) {
  static final ReadingPlan PLAIN =
      new ReadingPlan(Mode.AUTO, Profile.AUTO, Duration.ZERO, Duration.ofSeconds(1), List.of());

  /** Whether values are subscribed to or read again and again. */
  enum Mode {
    AUTO,
    SUBSCRIBE,
    POLL
  }

  static ReadingPlan of(Settings device, Duration publishing) throws ConfigException {
    List<Selector> select = new ArrayList<>();
    for (Settings one : device.sections("select")) {
      select.add(Selector.of(one, publishing, "select."));
    }
    Mode mode =
        switch (device.text("mode")) {
          case "poll" -> Mode.POLL;
          case "subscribe" -> Mode.SUBSCRIBE;
          default -> Mode.AUTO;
        };
    return new ReadingPlan(
        mode, device.text("profile"), device.duration("rebrowse"), publishing, List.copyOf(select));
  }
}
