package io.gemba.hal.gpio.sensor;

import io.gemba.hal.gpio.KeptTotals;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Makes the drivers of one run: points of the same expander share it. */
final class Parts {
  /** So many missed rounds, and energy is no longer guessed. */
  private static final int ROUNDS = 3;

  private final SensorBus bus;
  private final KeptTotals totals;
  private final Duration interval;
  private final LongSupplier ticker;
  private final Pause pause;
  private final Map<Integer, Expander> expanders = new HashMap<>();

  Parts(SensorBus bus, KeptTotals totals, Duration interval, LongSupplier ticker, Pause pause) {
    this.bus = bus;
    this.totals = totals;
    this.interval = interval;
    this.ticker = ticker;
    this.pause = pause;
  }

  /** The driver of one point. */
  Part of(SensorSettings point) {
    return switch (point.kind()) {
      case ADS1115 ->
          new Ads1115(registers(), point.address(), point.channel(), point.signal(), pause);
      case MCP23017, MCP23S17 ->
          expanders
              .computeIfAbsent(point.address(), address -> new Expander(registers(), address))
              .input(point.channel(), point.pullUp(), point.activeLow());
      case INA219 ->
          new Ina219(registers(), point.address(), point.ohms(), point.measure(), meter(point));
      case DS18B20 -> new Ds18b20(bus.folder(), point.id());
    };
  }

  private Ina219.Meter meter(SensorSettings point) {
    return new Ina219.Meter(
        totals.total(point.name()), ticker, interval.multipliedBy(ROUNDS).toNanos());
  }

  private Registers registers() {
    return Objects.requireNonNull(bus.registers(), "a bus without registers");
  }
}
