package io.gemba.hal.gpio.sensor;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import io.gemba.hal.spi.DeviceConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** The adapter {@code sensors}: parts on the machine's own I2C, SPI and 1-Wire buses. */
public final class SensorAdapterFactory implements AdapterFactory {
  private static final double LEAST_MS = 10;
  private static final double MOST_MS = 3_600_000;
  private static final double LEAST_OHMS = 1e-4;
  private static final double MOST_OHMS = 10_000;
  private static final double MOST_DIVIDER = 1_000;
  private static final int LAST_CHANNEL = 15;

  private final SensorBus.Opener opener;
  private final LongSupplier ticker;
  private final Pause pause;

  /** For the service loader. */
  public SensorAdapterFactory() {
    this(SensorBus::ofKernel, System::nanoTime, SensorAdapterFactory::sleep);
  }

  /** With other buses and another time, for tests. */
  SensorAdapterFactory(SensorBus.Opener opener, LongSupplier ticker, Pause pause) {
    this.opener = opener;
    this.ticker = ticker;
    this.pause = pause;
  }

  private static void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (time.isPositive()) {
      Thread.sleep(time);
    }
  }

  @Override
  public String name() {
    return "sensors";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<ConfigKey> deviceKeys() {
    return List.of(
        ConfigKey.of("bus", Kind.TEXT, "Which bus: i2c-1 (as in /dev/i2c-1), spi-0.0 or w1.")
            .mandatory(),
        ConfigKey.of("interval", Kind.DURATION, "How often every part is read.")
            .between(LEAST_MS, MOST_MS)
            .orElse("1s"));
  }

  @Override
  public List<ConfigKey> pointKeys() {
    return List.of(
        ConfigKey.choice(
                "part",
                "What is wired there.",
                Arrays.stream(PartKind.values()).map(PartKind::written).toList())
            .mandatory(),
        ConfigKey.of(
                "address",
                Kind.TEXT,
                "Where: 0x48 on I2C and SPI, or 28-0316a2794bff (as in /sys/bus/w1/devices) on"
                    + " 1-Wire.")
            .mandatory(),
        ConfigKey.of(
                "channel",
                Kind.INTEGER,
                "Input of the part: 0 to 3 of an ads1115; 0 to 7 for GPA0 to GPA7 and 8 to 15 for"
                    + " GPB0 to GPB7 of an mcp23017.")
            .between(0, LAST_CHANNEL),
        ConfigKey.choice(
            "range",
            "The signal at an ads1115 (volts unless said); below 3.6 mA, 4-20mA is a fault.",
            Arrays.stream(Signal.Range.values()).map(range -> range.written).toList()),
        ConfigKey.of(
                "shunt",
                Kind.DECIMAL,
                "Resistor that a current flows through, in ohms (0.1 for an ina219 unless said).")
            .between(LEAST_OHMS, MOST_OHMS),
        ConfigKey.of(
                "divider",
                Kind.DECIMAL,
                "How many times smaller the voltage is that the ads1115 sees: 4 for 30 kOhm over 10"
                    + " kOhm.")
            .between(1, MOST_DIVIDER),
        ConfigKey.of(
            "scale",
            Kind.TEXTS,
            "What the two ends of the range stand for: [0, 16] for 0 to 16 bar. Without it, volts or"
                + " milliamperes are told."),
        ConfigKey.choice(
            "measure",
            "What of an ina219 is told: voltage (V), current (A, unless said), power (W) or energy"
                + " (Wh, kept through restarts).",
            List.of("voltage", "current", "power", "energy")),
        ConfigKey.choice(
            "pull", "Resistor of an mcp23017's open input: off or up.", List.of("off", "up")),
        ConfigKey.of("active-low", Kind.FLAG, "true when a low level of an mcp23017 means on."));
  }

  @Override
  public Adapter create(DeviceConfig config) throws ConfigException {
    BusName bus = BusName.parse(config.settings().text("bus"));
    List<SensorSettings> points = new ArrayList<>();
    for (DeviceConfig.Point point : config.points()) {
      points.add(SensorSettings.of(point, bus.kind()));
    }
    Duration interval = config.settings().duration("interval");
    return new SensorAdapter(config.name(), bus, points, interval, opener, ticker, pause);
  }
}
