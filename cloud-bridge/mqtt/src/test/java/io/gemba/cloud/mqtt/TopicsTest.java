package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gemba.cloud.spi.DeviceRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
  private final Topics topics = new Topics(Given.GATEWAY);

  @Test
  void liveAndBacklogNeverShareATopic() {
    assertThat(topics.samples(Given.PRESS, true)).isNotEqualTo(topics.samples(Given.PRESS, false));
  }

  @Test
  void aDeviceThatMovedHasANewTopic() {
    assertThat(topics.meta(new DeviceRef("press1", "molding/l4/press1")))
        .isEqualTo("gemba1/acme/dongguan/molding/l4/press1/meta/press1");
    assertThat(topics.meta(Given.PRESS)).contains("/l3/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"molding/l3", "molding/l3/a/b", "molding//press1", "a/+/b", "a/b/#", ""})
  void refusesPlacesThatAreNoTopic(String place) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> topics.gap(new DeviceRef("press1", place)));
  }

  @Test
  void refusesNamesThatAreNoLevel() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> topics.meta(new DeviceRef("a/b", "molding/l3/press1")));
    assertThatIllegalArgumentException().isThrownBy(() -> topics.lineState("molding"));
  }
}
