package io.gemba.hal.gpio;

import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.FakeDevice;
import io.gemba.hal.tck.SilentServer;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contract over {@code chip: sim:…}: Pi4J's mock inputs behind a real socket. */
class SimContractTest extends GpioContract {

  @Override
  protected FakeDevice newDevice() throws IOException {
    return new SimDevice();
  }

  /** A line of the mock is always there; FakeLinesContractTest breaks one. */
  @Override
  protected boolean pointCanBreak() {
    return false;
  }

  private static final class SimDevice implements FakeDevice {
    private final FeedServer feed = new FeedServer("17 0\n");
    private @Nullable SilentServer silent;
    private boolean on;

    SimDevice() throws IOException {}

    @Override
    public Map<String, Object> settings() {
      return Map.of(
          "chip", "sim:127.0.0.1:" + feed.port(), "points", Map.of("lamp", Map.of("line", 17)));
    }

    @Override
    public void start() throws IOException {
      on = false;
      feed.start();
    }

    @Override
    public void stop() throws IOException, InterruptedException {
      if (silent != null) {
        silent.close();
        silent = null;
      }
      feed.stop();
    }

    @Override
    public void hang() throws IOException {
      silent = new SilentServer(feed.port());
    }

    @Override
    public Sample emit(Quality quality, Instant sourceTime) throws Exception {
      on = !on;
      feed.say("17 " + (on ? 1 : 0) + "\n");
      return Sample.good("lamp", Value.of(on), sourceTime);
    }

    @Override
    public Map<String, Object> brokenPoint() {
      throw new UnsupportedOperationException("no point can break here");
    }

    @Override
    public void close() throws IOException, InterruptedException {
      stop();
    }
  }
}
