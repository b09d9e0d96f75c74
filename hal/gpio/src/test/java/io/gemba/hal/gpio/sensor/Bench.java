package io.gemba.hal.gpio.sensor;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.tck.DeviceConfigs;
import io.gemba.hal.tck.ManualClock;
import io.gemba.hal.tck.RecordingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bus and time in a test's hands: a run goes on until so much of its time has passed. */
final class Bench {
  static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  final ManualClock clock = new ManualClock(START);
  final SimulatedBus bus = new SimulatedBus();
  final RecordingContext host;
  private final Path folder;
  private Instant until = START;

  Bench(Path folder) {
    this.folder = folder;
    this.host = new RecordingContext(folder, clock);
  }

  long nanos() {
    return Duration.between(START, clock.instant()).toNanos();
  }

  private void pause(Duration time) throws InterruptedException {
    if (time.isPositive()) {
      clock.advance(time);
    }
    if (!clock.instant().isBefore(until)) {
      throw new InterruptedException("the test's time is over");
    }
  }

  SensorAdapterFactory factory() {
    return new SensorAdapterFactory(
        name -> name.kind() == BusName.Kind.W1 ? new SensorBus(null, folder) : bus.open(name),
        this::nanos,
        this::pause);
  }

  DeviceConfig config(String busName, Map<String, ?> points) throws ConfigException {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("bus", busName);
    written.put("points", points);
    return DeviceConfigs.parse(factory(), written);
  }

  Adapter adapter(String busName, Map<String, ?> points) throws ConfigException {
    return factory().create(config(busName, points));
  }

  /** Lets an adapter run for so many rounds of a second. */
  void rounds(Adapter adapter, int count) throws IOException {
    until = clock.instant().plusSeconds(count).minusMillis(500);
    try {
      adapter.run(host);
    } catch (InterruptedException over) {
      until = clock.advance(Duration.ofMillis(500)); // the rest of the last second
    }
  }
}
