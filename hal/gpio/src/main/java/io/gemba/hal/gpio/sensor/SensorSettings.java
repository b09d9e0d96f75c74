package io.gemba.hal.gpio.sensor;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What one point reads.
 *
 * @param name the point's name
 * @param kind the part
 * @param address of the part on I2C or SPI
 * @param id of the part on 1-Wire
 * @param channel of a converter or expander
 * @param signal what a converter's volts stand for
 * @param ohms of a meter's shunt
 * @param measure what a meter tells
 * @param pullUp whether an expander's input is held up
 * @param activeLow whether a low level means on
 */
record SensorSettings(
    String name,
    PartKind kind,
    int address,
    String id,
    int channel,
    Signal signal,
    double ohms,
    Ina219.Measure measure,
    boolean pullUp,
    boolean activeLow) {
  private static final double USUAL_SHUNT = 0.1;
  private static final double MILLI = 1e3;
  private static final int HEX = 16;

  static SensorSettings of(DeviceConfig.Point point, BusName.Kind bus) throws ConfigException {
    return new Reader(point).read(bus);
  }

  /** Reads one point's keys; what is wrong is said by key. */
  private record Reader(DeviceConfig.Point point, Settings settings, PartKind kind) {
    Reader(DeviceConfig.Point point) {
      this(
          point,
          point.settings(),
          PartKind.valueOf(point.settings().text("part").toUpperCase(Locale.ROOT)));
    }

    SensorSettings read(BusName.Kind bus) throws ConfigException {
      if (kind.bus != bus) {
        throw wrong("part", "is no part of this bus: " + where());
      }
      if (point.writable()) {
        throw wrong("writable", "only reads");
      }
      for (String key :
          List.of(
              "channel", "range", "shunt", "divider", "scale", "measure", "pull", "active-low")) {
        if (settings.has(key) && !kind.takes(key)) {
          throw wrong(key, "has no " + key + ": leave it out");
        }
      }
      return new SensorSettings(
          point.name(),
          kind,
          kind == PartKind.DS18B20 ? 0 : address(),
          kind == PartKind.DS18B20 ? id() : "",
          kind.takes("channel") ? channel() : 0,
          signal(),
          settings.has("shunt") ? settings.decimal("shunt") : USUAL_SHUNT,
          Ina219.Measure.valueOf(
              settings.optionalText("measure").orElse("current").toUpperCase(Locale.ROOT)),
          settings.optionalText("pull").filter("up"::equals).isPresent(),
          settings.has("active-low") && settings.flag("active-low"));
    }

    private String where() {
      return switch (kind.bus) {
        case I2C -> "write bus: i2c-1";
        case SPI -> "write bus: spi-0.0";
        case W1 -> "write bus: w1";
      };
    }

    private ConfigException wrong(String key, String what) {
      return new ConfigException("points." + point.name() + "." + key, kind.written() + " " + what);
    }

    private int address() throws ConfigException {
      String text = settings.text("address").toLowerCase(Locale.ROOT);
      int address = -1;
      try {
        address =
            text.startsWith("0x")
                ? Integer.parseInt(text.substring(2), HEX)
                : Integer.parseInt(text);
      } catch (NumberFormatException e) {
        address = -1; // said below, with what it should be
      }
      if (address < kind.firstAddress || address > kind.lastAddress) {
        throw wrong(
            "address",
            "has an address from 0x%02x to 0x%02x, not '%s'"
                .formatted(kind.firstAddress, kind.lastAddress, text));
      }
      return address;
    }

    private String id() throws ConfigException {
      String text = settings.text("address").toLowerCase(Locale.ROOT);
      if (!text.matches("28-[0-9a-f]{12}")) {
        throw wrong(
            "address",
            "is named as in /sys/bus/w1/devices, such as 28-0316a2794bff, not '" + text + "'");
      }
      return text;
    }

    private int channel() throws ConfigException {
      long channel = settings.has("channel") ? settings.integer("channel") : -1;
      if (channel < 0 || channel > kind.lastChannel) {
        throw wrong("channel", "needs a channel from 0 to " + kind.lastChannel);
      }
      return (int) channel;
    }

    private Signal signal() throws ConfigException {
      String written = settings.optionalText("range").orElse(Signal.Range.VOLTS.written);
      Signal.Range range =
          Arrays.stream(Signal.Range.values())
              .filter(r -> r.written.equals(written))
              .findFirst()
              .orElseThrow();
      double perVolt = perVolt(range);
      List<Double> scale = scale(range);
      Signal signal = new Signal(range, perVolt, scale.getFirst(), scale.getLast());
      if (kind == PartKind.ADS1115 && !Ads1115.canSee(signal.mostVolts())) {
        throw wrong(
            range.isCurrent() ? "shunt" : "divider",
            String.format(
                Locale.ROOT,
                "would see up to %.1f V, and 6.1 V are the most it can tell",
                signal.mostVolts()));
      }
      return signal;
    }

    private double perVolt(Signal.Range range) throws ConfigException {
      if (kind != PartKind.ADS1115) {
        return 1;
      }
      if (range.isCurrent()) {
        if (settings.has("divider")) {
          throw wrong("divider", "needs none for a current: write shunt, in ohms");
        }
        if (!settings.has("shunt")) {
          throw wrong("shunt", "needs the resistor that the current flows through, in ohms: 150");
        }
        return MILLI / settings.decimal("shunt");
      }
      if (settings.has("shunt")) {
        throw wrong("shunt", "needs none for a voltage");
      }
      if (range == Signal.Range.V_0_10 && !settings.has("divider")) {
        throw wrong(
            "divider",
            "cannot see 10 V itself: write how many times the divider makes it smaller, such as 4"
                + " for 30 kOhm over 10 kOhm");
      }
      return settings.has("divider") ? settings.decimal("divider") : 1;
    }

    private List<Double> scale(Signal.Range range) throws ConfigException {
      List<String> written = settings.texts("scale");
      if (written.isEmpty()) {
        return List.of(range.from, range.to);
      }
      try {
        List<Double> ends = written.stream().map(Double::valueOf).toList();
        if (ends.size() == 2 && ends.stream().allMatch(Double::isFinite)) {
          return ends;
        }
      } catch (NumberFormatException e) {
        throw wrong("scale", "needs two numbers, not " + written + ": [0, 16]");
      }
      throw wrong("scale", "needs two numbers, not " + written + ": [0, 16]");
    }
  }
}
