package io.gemba.cloud.console.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void growsToAMinuteAndShrinksOnlyAfterAConnectionThatLasted() {
    Backoff backoff = new Backoff(new Random(1));
    for (int i = 0; i < 10; i++) {
      backoff.next();
      backoff.lasted(2_000);
    }
    assertThat(backoff.next()).isBetween(30_000L, 60_000L);
    backoff.lasted(60_000);
    assertThat(backoff.next()).isBetween(250L, 500L);
  }
}
