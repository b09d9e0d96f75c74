package io.gemba.agent.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), new Random(1));

  @Test
  void doublesUpToTheCapAndNeverWaitsLessThanHalf() {
    for (long full : new long[] {1000, 2000, 4000, 8000, 10_000, 10_000}) {
      long wait = backoff.next(Duration.ofSeconds(10)).toMillis();
      assertThat(wait).isBetween(full / 2, full);
    }
  }

  @Test
  void neverOverflowsHoweverLongTheOutage() {
    for (int i = 0; i < 200; i++) {
      assertThat(backoff.next(Duration.ofSeconds(60)))
          .isBetween(Duration.ofMillis(500), Duration.ofSeconds(60));
    }
  }

  @Test
  void beginsAgainAfterReset() {
    for (int i = 0; i < 9; i++) {
      backoff.next(Duration.ofSeconds(60));
    }
    backoff.reset();
    assertThat(backoff.next(Duration.ofSeconds(60))).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }
}
