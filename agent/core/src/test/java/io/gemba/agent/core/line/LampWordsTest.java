package io.gemba.agent.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.LineConfig.StackLight;
import io.gemba.cloud.spi.LineStatus;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lamps that a device has classified by itself, such as {@code mode: lamp} of GPIO. */
class LampWordsTest {
  private final LineBench bench =
      new LineBench(
          LineBench.line(
              new StackLight(
                  Optional.of(LineBench.point("green")),
                  Optional.of(LineBench.point("amber")),
                  Optional.of(LineBench.point("red")),
                  Optional.empty()),
              Duration.ofSeconds(16)));

  @Test
  void understandsWhatTheLampPointsOfGpioSay() {
    says("green", "on").says("amber", "off").says("red", "off").until(5_000);
    assertThat(bench.status().state()).isEqualTo(State.RUNNING);
    says("green", "blinking 1.5 Hz").until(7_000);
    assertThat(bench.status().state()).isEqualTo(State.SETUP);
    assertThat(bench.status().since()).isEqualTo(bench.at(5_000));
    says("red", "on").until(9_000);
    assertThat(bench.status().state()).isEqualTo(State.FAULT);
    says("red", "off").says("green", "ON").until(11_000);
    assertThat(bench.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void lampsThatChangeTogetherAreOneChange() {
    says("green", "on").says("amber", "off").says("red", "off").until(5_000);
    says("green", "off");
    bench.until(5_200);
    says("amber", "on").until(8_000);
    assertThat(bench.statuses())
        .extracting(LineStatus::state)
        .containsSubsequence(State.RUNNING, State.IDLE)
        .endsWith(State.IDLE);
    assertThat(bench.story()).noneMatch(entry -> entry.contains("UNKNOWN 5"));
    assertThat(bench.status().since()).isEqualTo(bench.at(5_000));
  }

  @Test
  void aWordThatIsNoLampIsNamed() {
    says("green", "on").says("amber", "off").says("red", "loose wire").until(5_000);
    assertThat(bench.status().state()).isEqualTo(State.UNKNOWN);
    assertThat(bench.status().cause()).contains("press/red says neither off, on nor blinking");
    says("red", "off").until(8_000);
    assertThat(bench.status().state()).isEqualTo(State.RUNNING);
  }

  private LampWordsTest says(String lamp, String words) {
    bench.sees(lamp, Value.of(words));
    return this;
  }

  private void until(long millis) {
    bench.until(millis);
  }
}
