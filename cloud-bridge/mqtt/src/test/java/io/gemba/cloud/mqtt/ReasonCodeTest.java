package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.spi.Delivery;
import org.junit.jupiter.api.Test;

class ReasonCodeTest {

  @Test
  void everyCodeBelow0x80IsSuccess() {
    for (int code = 0; code < 0x80; code++) {
      assertThat(ReasonCode.delivery(code)).isInstanceOf(Delivery.Accepted.class);
    }
  }

  @Test
  void noErrorIsEverTakenForSuccess() {
    for (int code = 0x80; code <= 0xFF; code++) {
      assertThat(ReasonCode.delivery(code)).isNotInstanceOf(Delivery.Accepted.class);
      assertThat(ReasonCode.words(code)).contains("(0x");
    }
  }

  @Test
  void onlyTooLargeIsTooLarge() {
    for (int code = 0x80; code <= 0xFF; code++) {
      if (ReasonCode.delivery(code) instanceof Delivery.Refused refused) {
        assertThat(refused.tooLarge()).isEqualTo(code == 0x95);
      }
    }
  }

  @Test
  void aPassingLimitIsNoRefusal() {
    assertThat(ReasonCode.delivery(0x97))
        .isEqualTo(new Delivery.Unknown("the broker answered: quota exceeded (0x97)"));
  }
}
