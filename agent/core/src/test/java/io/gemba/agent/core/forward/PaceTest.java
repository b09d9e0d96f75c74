package io.gemba.agent.core.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MS = 1_000_000;
  private final Pace pace = new Pace(50);
  private long now;

  private void answers(int count, long millis) {
    for (int i = 0; i < count; i++) {
      now += millis * MS;
      pace.answered(now - millis * MS, now);
    }
  }

  @Test
  void beginsWithOneMessageAndOpensUpToTheShare() {
    assertThat(pace.messages()).isEqualTo(1);
    answers(200, 5);
    assertThat(pace.messages()).isEqualTo(50);
  }

  @Test
  void aSlowBrokerGetsFewerAndThenSmallerMessages() {
    answers(200, 5);
    answers(20, 1_000);
    assertThat(pace.messages()).isEqualTo(1);
    assertThat(pace.samples()).isEqualTo(50);
  }

  @Test
  void whatWasSentBeforeTheBrakeDoesNotBrakeAgain() {
    answers(200, 5);
    long sent = now;
    for (int i = 0; i < 50; i++) {
      pace.answered(sent, sent + 1_000 * MS);
    }
    assertThat(pace.messages()).isEqualTo(25);
  }

  @Test
  void recoversWhenTheLineIsQuickAgain() {
    answers(20, 1_000);
    answers(200, 20);
    assertThat(pace.messages()).isEqualTo(50);
    assertThat(pace.samples()).isGreaterThan(2_000);
  }
}
