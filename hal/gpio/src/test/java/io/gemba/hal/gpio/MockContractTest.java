package io.gemba.hal.gpio;

import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.FakeDevice;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The contract over Pi4J's mock, whose inputs are pushed from another thread. */
class MockContractTest extends GpioContract {
  private volatile @Nullable MockDigitalInput input;

  @Override
  protected AdapterFactory factory() {
    return new GpioAdapterFactory((chip, pi4j) -> PushedLines::new);
  }

  /** The mock is part of the program. */
  @Override
  protected boolean deviceCanBeAbsent() {
    return false;
  }

  /** The mock is part of the program. */
  @Override
  protected boolean deviceCanBeLost() {
    return false;
  }

  /** The mock is part of the program. */
  @Override
  protected boolean deviceCanHang() {
    return false;
  }

  /** A line of the mock is always there; FakeLinesContractTest breaks one. */
  @Override
  protected boolean pointCanBreak() {
    return false;
  }

  @Override
  protected FakeDevice newDevice() {
    return new Device();
  }

  private final class PushedLines extends Pi4jLines {
    PushedLines(InstantSource clock, LongSupplier ticker) throws IOException {
      super(
          MockDigitalInputProvider.newInstance(),
          MockDigitalOutputProvider.newInstance(),
          "",
          clock,
          ticker);
    }

    @Override
    void taken(int line, DigitalInput taken) {
      input = (MockDigitalInput) taken;
    }
  }

  private final class Device implements FakeDevice {
    private boolean on;

    @Override
    public Map<String, Object> settings() {
      return Map.of("chip", "mock", "points", Map.of("lamp", Map.of("line", 17)));
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public void hang() {
      throw new UnsupportedOperationException("deviceCanHang says no");
    }

    @Override
    public Sample emit(Quality quality, Instant sourceTime) {
      on = !on;
      input.mockState(on ? DigitalState.HIGH : DigitalState.LOW);
      return Sample.good("lamp", Value.of(on), sourceTime);
    }

    @Override
    public Map<String, Object> brokenPoint() {
      throw new UnsupportedOperationException("pointCanBreak says no");
    }

    @Override
    public void close() {}
  }
}
