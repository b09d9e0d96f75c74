package com.example.scale;

import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.tck.AdapterContract;
import io.gemba.hal.tck.BadSetting;
import io.gemba.hal.tck.FakeDevice;
import java.io.IOException;
import java.util.List;
import java.util.Map;

class ScaleContractTest extends AdapterContract {

  @Override
  protected AdapterFactory factory() {
    return new ScaleAdapterFactory();
  }

  @Override
  protected FakeDevice newDevice() throws IOException {
    return new FakeScale();
  }

  @Override
  protected List<BadSetting> badSettings(Map<String, Object> good) {
    return List.of(
        BadSetting.of(good, "port", 0), BadSetting.of(good, "points.net.channel", "two words"));
  }

  /** The scale has no clock. */
  @Override
  protected boolean deviceTellsTime() {
    return false;
  }
}
