package io.gemba.hal.gpio.sensor;

import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterContract;
import io.gemba.hal.tck.BadSetting;
import io.gemba.hal.tck.FakeDevice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The rules of every adapter, on a simulated bus in real time. */
class SensorContractTest extends AdapterContract {
  private final SimulatedBus bus = new SimulatedBus();
  private final SimulatedIna219 meter = new SimulatedIna219();

  @Override
  protected AdapterFactory factory() {
    return new SensorAdapterFactory(bus::open, System::nanoTime, Thread::sleep);
  }

  /** The kernel gives a bus that hangs a second for each transfer: it answers or refuses. */
  @Override
  protected boolean deviceCanHang() {
    return false;
  }

  @Override
  protected boolean deviceTellsTime() {
    return false;
  }

  /** A doubtful value is one beyond 4 to 20 mA, see Ads1115Test. */
  @Override
  protected List<Quality> deviceQualities() {
    return List.of(Quality.GOOD, Quality.BAD);
  }

  @Override
  protected List<BadSetting> badSettings(Map<String, Object> good) {
    return List.of(
        BadSetting.of(good, "bus", "kitchen"),
        BadSetting.of(good, "points.supply.address", "0x99"),
        BadSetting.of(good, "points.supply.range", "0-10V"));
  }

  @Override
  protected FakeDevice newDevice() {
    bus.gone = true;
    bus.parts.put(0x40, meter);
    return new FakeDevice() {
      @Override
      public Map<String, Object> settings() {
        return Map.of(
            "bus",
            "i2c-1",
            "interval",
            Duration.ofMillis(20).toMillis() + "ms",
            "points",
            Map.of("supply", Map.of("part", "ina219", "address", "0x40", "measure", "voltage")));
      }

      @Override
      public void start() {
        bus.gone = false;
      }

      @Override
      public void stop() {
        bus.gone = true;
      }

      @Override
      public void hang() {
        throw new UnsupportedOperationException("deviceCanHang says no");
      }

      @Override
      public Sample emit(Quality quality, Instant sourceTime) {
        boolean well = quality == Quality.GOOD;
        meter.shuntVolts = well ? 0 : 1;
        meter.busVolts = meter.busVolts + 0.5;
        return well
            ? Sample.good("supply", Value.of(meter.busVolts), sourceTime)
            : Sample.bad("supply", Reading.BAD_SENSOR_FAILURE, sourceTime);
      }

      @Override
      public Map<String, Object> brokenPoint() {
        return Map.of("part", "ina219", "address", "0x41");
      }

      @Override
      public void close() {}
    };
  }
}
