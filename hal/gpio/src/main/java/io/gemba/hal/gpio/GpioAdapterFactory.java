package io.gemba.hal.gpio;

import io.gemba.hal.gpio.cdev.CharDevice;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Discoverable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The adapter {@code gpio}: lamps, pulses, contacts and outputs wired to the gateway itself. */
public final class GpioAdapterFactory implements AdapterFactory, Discoverable.Watchable {
  private static final String GPIO = "gpio";

  private final BiFunction<Chip, Boolean, LinesOpener> openers;

  /** For the service loader. */
  public GpioAdapterFactory() {
    this(LinesOpener::of);
  }

  /** With other lines than those the chip's name stands for, for tests. */
  GpioAdapterFactory(BiFunction<Chip, Boolean, LinesOpener> openers) {
    this.openers = openers;
  }

  @Override
  public String name() {
    return GPIO;
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<ConfigKey> deviceKeys() {
    return List.of(
        ConfigKey.of(
                "chip",
                ConfigKey.Kind.TEXT,
                "auto (this Pi's header), gpiochip0, a label, sim:HOST:PORT or mock.")
            .orElse("auto"),
        ConfigKey.choice(
                "provider",
                "How a real chip is reached: cdev (the kernel's own interface) or pi4j.",
                List.of("cdev", "pi4j"))
            .orElse("cdev"));
  }

  @Override
  public List<ConfigKey> pointKeys() {
    return PointSettings.keys();
  }

  @Override
  public Adapter create(DeviceConfig config) throws ConfigException {
    Chip chip = Chip.parse(config.settings().text("chip"));
    List<PointSettings> points = new ArrayList<>();
    Map<Integer, String> owners = new HashMap<>();
    for (DeviceConfig.Point point : config.points()) {
      PointSettings settings = PointSettings.of(point);
      for (int line : settings.lines()) {
        String owner = owners.putIfAbsent(line, point.name());
        if (owner != null) {
          String key = line == settings.lineB() ? ".line-b" : ".line";
          throw new ConfigException(
              "points." + point.name() + key,
              "line " + line + " already belongs to the point " + owner);
        }
      }
      points.add(settings);
    }
    boolean pi4j = config.settings().text("provider").equals("pi4j");
    return new GpioAdapter(config.name(), points, openers.apply(chip, pi4j), System::nanoTime);
  }

  /** {@code gpio}, or {@code gpio:CHIP} with what may be written for the key {@code chip}. */
  @Override
  public boolean understands(String target) {
    return target.equals(GPIO) || target.startsWith(GPIO + ":");
  }

  @Override
  public List<Found> discover(String target) throws IOException {
    List<Found> found = GpioChips.onThisMachine().find();
    if (target.equals(GPIO)) {
      return found;
    }
    String chip = target.substring(GPIO.length() + 1);
    return found.stream()
        .filter(one -> one.address().equals(chip) || chip.equals(one.facts().get("label")))
        .toList();
  }

  @Override
  public void watch(String target, Consumer<Found> told) throws IOException, InterruptedException {
    Chip chip = chip(target.equals(GPIO) ? "auto" : target.substring(GPIO.length() + 1));
    PinWatch watch = new PinWatch(openers.apply(chip, false), System::nanoTime);
    if (chip instanceof Chip.Auto || chip instanceof Chip.Named) {
      int count;
      Map<Integer, String> occupied;
      try (CharDevice device = GpioChips.onThisMachine().open(chip)) {
        count = device.info().lines();
        occupied = PinWatch.occupied(device, Path.of("/"));
      }
      watch.run(count, occupied, told);
    } else {
      watch.run(PointSettings.LAST_LINE + 1, Map.of(), told);
    }
  }

  private static Chip chip(String text) throws IOException {
    try {
      return Chip.parse(text);
    } catch (ConfigException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
