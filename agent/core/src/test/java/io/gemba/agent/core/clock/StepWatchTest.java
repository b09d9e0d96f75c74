package io.gemba.agent.core.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepWatchTest {
  private final SteppedSource source = new SteppedSource("2026-11-23T08:00:00Z");
  private final StepWatch watch = new StepWatch(source, source::bootNanos);

  @Test
  void timeThatPassesIsNoStepHoweverLong() {
    source.pass(Duration.ofMinutes(10));
    assertThat(watch.stepped()).isFalse();
  }

  @Test
  void aLeapEitherWayIsToldOnce() {
    source.set("2026-11-23T08:00:45Z");
    assertThat(watch.stepped()).isTrue();
    assertThat(watch.stepped()).isFalse();
    source.set("2026-11-23T07:59:00Z");
    assertThat(watch.stepped()).isTrue();
  }
}
