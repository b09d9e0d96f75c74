package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ResponseHeader;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private final Subscription subscription =
      new Subscription(
          new CreateSubscriptionResponse(
              new ResponseHeader(null, null, null, null, null, null),
              Unsigned.uint(1),
              250.0,
              Unsigned.uint(60),
              Unsigned.uint(16)),
          List.of(0),
          0);

  @Test
  void takesEveryMessageOnce() {
    assertThat(subscription.accept(1)).isTrue();
    assertThat(subscription.accept(2)).isTrue();
    assertThat(subscription.accept(2)).isFalse();
    assertThat(subscription.missing()).isEmpty();
  }

  @Test
  void noticesMessagesThatWereJumpedOver() {
    assertThat(subscription.accept(1)).isTrue();
    assertThat(subscription.accept(4)).isTrue();
    assertThat(subscription.missing()).containsExactlyInAnyOrder(2L, 3L);
    assertThat(subscription.accept(3)).as("comes late").isTrue();
    assertThat(subscription.missing()).containsExactly(2L);
  }

  @Test
  void countsOnAfterTheLastNumber() {
    subscription.accept(UInteger.MAX_VALUE);
    assertThat(subscription.accept(1)).isTrue();
    assertThat(subscription.accept(2)).isTrue();
    assertThat(subscription.missing()).isEmpty();
  }

  @Test
  void agreesOnTheTimeOfSilence() {
    assertThat(subscription.keepAlive()).hasMillis(4_000);
  }
}
