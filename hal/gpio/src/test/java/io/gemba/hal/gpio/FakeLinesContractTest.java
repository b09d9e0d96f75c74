package io.gemba.hal.gpio;

import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.FakeDevice;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/** The contract over lines in memory, where one can belong to somebody else. */
class FakeLinesContractTest extends GpioContract {
  private final FakeLines lines = new FakeLines();
  private volatile boolean there;

  @Override
  protected AdapterFactory factory() {
    return new GpioAdapterFactory(
        (chip, pi4j) ->
            (clock, ticker) -> {
              if (!there) {
                throw new IOException("there is no such chip");
              }
              return lines;
            });
  }

  /** Opening a chip does not wait for anything. */
  @Override
  protected boolean deviceCanHang() {
    return false;
  }

  @Override
  protected FakeDevice newDevice() {
    lines.takenByOthers.add(5);
    return new Device();
  }

  private final class Device implements FakeDevice {
    private boolean on;

    @Override
    public Map<String, Object> settings() {
      return Map.of("chip", "gpiochip9", "points", Map.of("lamp", Map.of("line", 17)));
    }

    @Override
    public void start() {
      there = true;
      on = false;
    }

    @Override
    public void stop() {
      there = false;
      lines.vanish();
    }

    @Override
    public void hang() {
      throw new UnsupportedOperationException("deviceCanHang says no");
    }

    @Override
    public Sample emit(Quality quality, Instant sourceTime) {
      on = !on;
      lines.edges.add(new Edge(17, on, sourceTime, System.nanoTime()));
      return Sample.good("lamp", Value.of(on), sourceTime);
    }

    @Override
    public Map<String, Object> brokenPoint() {
      return Map.of("line", 5);
    }

    @Override
    public void close() {
      stop();
    }
  }
}
