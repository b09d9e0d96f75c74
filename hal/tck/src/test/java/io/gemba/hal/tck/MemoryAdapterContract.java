package io.gemba.hal.tck;

import io.gemba.hal.spi.AdapterFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The contract against the adapter in memory, with the flaw that the running test asks for. */
class MemoryAdapterContract extends AdapterContract {
  static volatile Flaw flaw = Flaw.NONE;
  private final Leaks leaks = new Leaks();

  @Override
  protected AdapterFactory factory() {
    return new MemoryAdapterFactory(flaw, leaks);
  }

  @Override
  protected FakeDevice newDevice() {
    return new MemoryDevice();
  }

  @Override
  protected List<BadSetting> badSettings(Map<String, Object> good) {
    return List.of(BadSetting.of(good, "points.good.register", 2));
  }

  @Override
  protected Duration patience() {
    return Duration.ofMillis(500);
  }

  @AfterEach
  void cleanUp() {
    leaks.close();
  }
}
