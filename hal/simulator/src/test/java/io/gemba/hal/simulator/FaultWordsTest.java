package io.gemba.hal.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gemba.hal.simulator.model.LineSettings;
import io.gemba.hal.simulator.model.PackMlState;
import io.gemba.hal.simulator.model.Plant;
import io.gemba.hal.simulator.model.Signal;
import io.gemba.hal.simulator.opcua.PointTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultWordsTest {

  private final Plant plant =
      new Plant(
          Instant.EPOCH,
          List.of(quiet("molding/l3", "Press1"), quiet("molding/l4", "Press2")),
          event -> {});
  private final AtomicBoolean died = new AtomicBoolean();
  private final FaultWords words =
      new FaultWords(plant, new PointTable(), DateTime::now, () -> died.set(true));

  @BeforeEach
  void startUp() {
    plant.advance(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource({
    "stop, STOPPED, Stop button",
    "stop tool jammed, STOPPED, tool jammed",
    "stop press1 tool jammed, STOPPED, tool jammed",
    "hold, HELD, Operator hold",
    "setup, STOPPED, Mould change",
    "starve, SUSPENDED, Material starved",
    "fault, ABORTED, Hydraulic pressure low"
  })
  void stopsTheFirstPressUntilResume(String line, PackMlState rest, String cause) {
    words.say(line);
    plant.advance(Duration.ofHours(1));
    assertThat(plant.line("Press1").state()).isEqualTo(rest);
    assertThat(plant.line("Press1").value(Signal.STOP_REASON)).isEqualTo(cause);
    assertThat(plant.line("Press2").state()).isEqualTo(PackMlState.EXECUTE);

    words.say("resume");
    plant.advance(Duration.ofMinutes(1));
    assertThat(plant.line("Press1").state()).isEqualTo(PackMlState.EXECUTE);
  }

  @Test
  void aPressCanBeNamed() {
    words.say("fault Press2");
    plant.advance(Duration.ofMinutes(1));
    assertThat(words.say("state"))
        .isEqualTo("Press1 is Execute; Press2 is Aborted (Hydraulic pressure low)");
    assertThat(words.say("resume Press2")).isEqualTo("Press2 leaves Aborted");
    assertThat(words.say("resume Press1")).isEqualTo("Press1 is Execute: nothing to resume");
  }

  @Test
  void helpNamesEveryWord() {
    assertThat(words.say("help").lines().map(line -> line.split(" ")[0]))
        .containsExactlyInAnyOrderElementsOf(FaultWords.WORDS);
  }

  @Test
  void dieDoesWhatItsOwnerSaid() {
    words.say("die");
    assertThat(died).isTrue();
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> words.say("explode"))
        .withMessageContaining("unknown word \"explode\": say one of stop, ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> words.say("flap Press9.Speed"))
        .withMessageContaining("no point \"Press9.Speed\"");
  }

  @Test
  void aPlantInsideAnotherProgramDoesNotDie() {
    assertThatIllegalStateException().isThrownBy(() -> SimulatedPlant.builder().die.run());
  }

  private static LineSettings quiet(String line, String press) {
    Duration cycle = Duration.ofSeconds(16);
    return new LineSettings(line, press, 1, cycle, Duration.ZERO, Duration.ofMinutes(15), 0.03);
  }
}
