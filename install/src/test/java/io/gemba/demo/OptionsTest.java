package io.gemba.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void runsOnPort8080UntilStoppedWhenNothingIsSaid() {
    assertThat(Options.parse().port()).isEqualTo(8080);
    assertThat(Options.parse().runFor()).isEmpty();
  }

  @Test
  void takesValuesWithABlankOrAnEqualsSign() {
    assertThat(Options.parse("--for", "30s", "--port=9000"))
        .isEqualTo(new Options(java.util.Optional.of(Duration.ofSeconds(30)), 9000, false));
  }

  @Test
  void refusesWhatIsNoDurationWithAnExample() {
    assertThatThrownBy(() -> Options.parse("--for", "30"))
        .hasMessageContaining("'30' is no duration")
        .hasMessageContaining("30s");
  }

  @Test
  void refusesPortsThatDoNotExist() {
    assertThatThrownBy(() -> Options.parse("--port", "70000")).hasMessageContaining("1 to 65535");
    assertThatThrownBy(() -> Options.parse("--port", "0")).hasMessageContaining("1 to 65535");
  }

  @Test
  void refusesOptionsItDoesNotKnow() {
    assertThatThrownBy(() -> Options.parse("--four")).hasMessageContaining("'--four'");
    assertThatThrownBy(() -> Options.parse("--for")).hasMessageContaining("needs a value");
  }
}
