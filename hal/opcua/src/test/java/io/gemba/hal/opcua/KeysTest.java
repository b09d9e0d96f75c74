package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.ConfigKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {

  /** A configuration with {@code select} was refused because its prefix defaults to nothing. */
  @Test
  void noDefaultIsEmpty() {
    hasNoEmptyDefault(Keys.DEVICE);
    hasNoEmptyDefault(Keys.POINT);
  }

  private static void hasNoEmptyDefault(List<ConfigKey> keys) {
    for (ConfigKey key : keys) {
      assertThat(key.defaultText()).as(key.name()).isNotEqualTo("");
      hasNoEmptyDefault(key.keys());
    }
  }
}
