package io.gemba.hal.gpio;

import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.FakeDevice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The contract over a real kernel's chip; runs inside the test machine, see {@link BedScenario}.
 */
class CdevContract extends GpioContract {

  @Override
  protected AdapterFactory factory() {
    return new GpioAdapterFactory(
        (chip, pi4j) -> (clock, ticker) -> new KitTime(CdevLines.open(chip, clock, ticker), clock));
  }

  /** A chip answers or is not there. */
  @Override
  protected boolean deviceCanHang() {
    return false;
  }

  @Override
  protected FakeDevice newDevice() throws IOException {
    BedGuest.plug(false);
    return new SimulatedChip();
  }

  private static final class SimulatedChip implements FakeDevice {
    private boolean in;
    private boolean on;

    @Override
    public Map<String, Object> settings() {
      return Map.of("chip", "pinctrl-rp1", "points", Map.of("lamp", Map.of("line", 17)));
    }

    @Override
    public void start() throws IOException {
      plug(true);
      on = false;
    }

    @Override
    public void stop() throws IOException {
      plug(false);
    }

    private void plug(boolean wanted) throws IOException {
      if (in != wanted) {
        BedGuest.plug(wanted);
        in = wanted;
      }
    }

    @Override
    public void hang() {
      throw new UnsupportedOperationException("deviceCanHang says no");
    }

    @Override
    public Sample emit(Quality quality, Instant sourceTime) throws IOException {
      on = !on;
      BedGuest.pull(17, on);
      return Sample.good("lamp", Value.of(on), sourceTime);
    }

    @Override
    public Map<String, Object> brokenPoint() {
      return Map.of("line", 40); // the chip has 28
    }

    @Override
    public void close() throws IOException {
      plug(true); // as it was
    }
  }

  /** The kit's clock stands still, the kernel's does not: dates edges as the kit expects. */
  private record KitTime(Lines lines, InstantSource clock) implements Lines {

    @Override
    public Pair inputs(Wanted a, Wanted b) throws IOException {
      return lines.inputs(a, b);
    }

    @Override
    public Granted input(Wanted wanted) throws IOException {
      return lines.input(wanted);
    }

    @Override
    public Output output(int line, boolean high, boolean after) throws IOException {
      return lines.output(line, high, after);
    }

    @Override
    public Optional<Edge> next(Duration wait) throws IOException, InterruptedException {
      return lines
          .next(wait)
          .map(edge -> new Edge(edge.line(), edge.high(), clock.instant(), edge.ticks()));
    }

    @Override
    public long overflowed() {
      return lines.overflowed();
    }

    @Override
    public void close() {
      lines.close();
    }
  }
}
