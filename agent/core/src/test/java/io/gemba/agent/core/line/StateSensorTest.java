package io.gemba.agent.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.LineConfig.Counter;
import io.gemba.agent.core.config.LineConfig.Machinery;
import io.gemba.agent.core.config.LineConfig.PackMl;
import io.gemba.agent.core.config.LineConfig.PackMl.Profile;
import io.gemba.agent.core.config.LineConfig.StackLight;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StateSensorTest {
  private static final Duration IDEAL = Duration.ofSeconds(16);
  private static final StackLight LIGHT =
      new StackLight(
          Optional.of(LineBench.point("green")),
          Optional.of(LineBench.point("amber")),
          Optional.of(LineBench.point("red")),
          Optional.empty());

  @Test
  void readsPackMlByIsaTr88() {
    assertThat(states(Profile.ISA_TR88))
        .containsExactly(
            State.UNKNOWN, // 0 undefined
            State.FAULT, // 1 clearing
            State.STOPPED, // 2 stopped
            State.IDLE, // 3 starting
            State.IDLE, // 4 idle
            State.IDLE, // 5 suspended
            State.RUNNING, // 6 execute
            State.STOPPED, // 7 stopping
            State.FAULT, // 8 aborting
            State.FAULT, // 9 aborted
            State.STOPPED, // 10 holding
            State.STOPPED, // 11 held
            State.IDLE, // 12 unholding
            State.IDLE, // 13 suspending
            State.IDLE, // 14 unsuspending
            State.IDLE, // 15 resetting
            State.RUNNING, // 16 completing
            State.IDLE, // 17 complete
            State.UNKNOWN);
  }

  @Test
  void readsPackMlByOpc30060() {
    assertThat(states(Profile.OPC_30060))
        .containsExactly(
            State.STOPPED, // 0 stopped
            State.IDLE, // 1 resetting
            State.IDLE, // 2 idle
            State.IDLE, // 3 starting
            State.RUNNING, // 4 execute
            State.RUNNING, // 5 completing
            State.IDLE, // 6 complete
            State.FAULT, // 7 aborting
            State.FAULT, // 8 aborted
            State.STOPPED, // 9 stopping
            State.FAULT, // 10 clearing
            State.IDLE, // 11 suspending
            State.IDLE, // 12 suspended
            State.IDLE, // 13 unsuspending
            State.STOPPED, // 14 holding
            State.STOPPED, // 15 held
            State.IDLE, // 16 unholding
            State.UNKNOWN,
            State.UNKNOWN);
  }

  @Test
  void maintenanceIsPlannedAndManualModeIsSetup() {
    LineBench bench =
        bench(
            new PackMl(
                LineBench.point("state"), Optional.of(LineBench.point("mode")), Profile.ISA_TR88));
    bench.until(1000).sees("state", Value.of(6));
    assertThat(bench.status().state()).isEqualTo(State.UNKNOWN);
    assertThat(bench.status().cause()).isEqualTo("no sample yet of press/mode");
    bench.until(2000).sees("mode", Value.of(1));
    assertThat(bench.status().state()).isEqualTo(State.RUNNING);
    bench.until(3000).sees("mode", Value.of(3));
    assertThat(bench.status().state()).isEqualTo(State.SETUP);
    bench.until(4000).sees("state", Value.of(9));
    assertThat(bench.status().state()).isEqualTo(State.FAULT);
    bench.until(5000).sees("mode", Value.of(2));
    assertThat(bench.status().state()).isEqualTo(State.PLANNED);
  }

  @Test
  void readsMachineryItemStateByName() {
    LineBench bench = bench(new Machinery(LineBench.point("state")));
    bench.until(1000).sees("state", Value.of("Executing"));
    assertThat(bench.status().state()).isEqualTo(State.RUNNING);
    bench.until(2000).sees("state", Value.of("Not Executing"));
    assertThat(bench.status().state()).isEqualTo(State.IDLE);
    bench.until(3000).sees("state", Value.of("OutOfService"));
    assertThat(bench.status().state()).isEqualTo(State.FAULT);
    bench.until(4000).sees("state", Value.of("NotAvailable"));
    assertThat(bench.status().state()).isEqualTo(State.UNKNOWN);
    bench.until(5000).sees("state", Value.of(3));
    assertThat(bench.status().cause()).contains("holds no name of a state");
  }

  @Test
  void badDataAndALostDeviceAreUnknownWithACause() {
    LineBench bench = bench(new Machinery(LineBench.point("state")));
    bench.until(1000);
    assertThat(bench.status().cause()).isEqualTo("no sample yet of press/state");
    bench.sees("state", Value.of("Executing")).until(2000);
    bench.sees(Sample.bad("state", 0x80050000L, bench.at(2000)));
    assertThat(bench.status().state()).isEqualTo(State.UNKNOWN);
    assertThat(bench.status().cause()).isEqualTo("press/state is bad");
    bench.until(3000).sees("state", Value.of("Executing")).until(4000).loses("press");
    assertThat(bench.status().cause()).isEqualTo("the device press is lost");
    assertThat(bench.status().since()).isEqualTo(bench.at(4000));
    bench.until(5000).loses("another").sees("state", Value.of("Executing"));
    assertThat(bench.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void silenceOfACounterIsAStopDatedBackToTheLastPartAndOneCycle() {
    LineBench bench = bench(new Counter());
    bench.until(1000).sees("good", Value.of(100)).until(11_000);
    assertThat(bench.status().cause()).isEqualTo("waiting for the first part");
    bench.sees("good", Value.of(101));
    assertThat(bench.status().state()).isEqualTo(State.RUNNING);
    bench.until(27_000).sees("good", Value.of(102)).until(27_000 + 79_999);
    assertThat(bench.status().state()).isEqualTo(State.RUNNING);
    bench.until(27_000 + 80_000);
    assertThat(bench.status().state()).isEqualTo(State.STOPPED);
    assertThat(bench.status().since()).isEqualTo(bench.at(27_000 + 16_000));
    bench.until(200_000).sees("good", Value.of(103));
    assertThat(bench.status().since()).isEqualTo(bench.at(200_000));
    assertThat(bench.kpi().productionTime().toMillis()).isEqualTo(43_000 - 11_000);
  }

  @Test
  void aCounterThatNeverMovesIsAStopSinceItWasFirstSeen() {
    LineBench bench = bench(new Counter());
    bench.until(1000).sees("good", Value.of(100)).until(100_000);
    assertThat(bench.story()).last().isEqualTo("STOPPED 1000 no parts");
  }

  @Test
  void readsTheDefaultTableOfAStackLight() {
    LineBench bench = lit(bench(LIGHT), 1000, false, false, false);
    assertThat(bench.status().state()).isEqualTo(State.UNKNOWN);
    assertThat(bench.status().cause()).startsWith("all lamps are off");
    bench.until(10_000).sees("amber", Value.of(true)).until(12_000);
    assertThat(bench.story()).last().isEqualTo("IDLE 10000 amber lamp");
    bench.sees("green", Value.of(true)).sees("amber", Value.of(false)).until(14_000);
    assertThat(bench.story()).last().isEqualTo("RUNNING 12000");
    bench.sees("red", Value.of(true)).until(16_000);
    assertThat(bench.story()).last().isEqualTo("FAULT 14000 red lamp");
  }

  @Test
  void lampsThatChangeOneAfterAnotherAreOneChange() {
    LineBench bench = lit(bench(LIGHT), 1000, true, false, false).until(5000);
    bench.sees("green", Value.of(false)).until(5400).sees("red", Value.of(true)).until(9000);
    assertThat(bench.story()).endsWith("RUNNING 1000", "FAULT 5000 red lamp");
  }

  @Test
  void threeEdgesInFourSecondsAreBlinkingAndOneAndAHalfSecondsWithoutAreSteady() {
    LineBench bench = lit(bench(LIGHT), 1000, true, false, false).until(10_000);
    for (int edge = 0; edge < 20; edge++) {
      bench.until(10_000 + edge * 500L).sees("green", Value.of(edge % 2 == 1));
    }
    assertThat(bench.story()).endsWith("RUNNING 1000", "SETUP 10000 green lamp blinking");
    bench.until(30_000);
    assertThat(bench.story()).last().isEqualTo("RUNNING 19500");
  }

  @Test
  void aFlickerIsNoChange() {
    LineBench bench = lit(bench(LIGHT), 1000, true, false, false).until(10_000);
    bench.sees("green", Value.of(false)).until(10_200).sees("green", Value.of(true)).until(20_000);
    assertThat(bench.story()).last().isEqualTo("RUNNING 1000");
  }

  @Test
  void greenWithoutPartsOnAFittedCounterIsAStop() {
    LineBench bench = lit(bench(LIGHT), 1000, true, false, false);
    bench.sees("good", Value.of(5)).until(10_000).sees("good", Value.of(6)).until(200_000);
    assertThat(bench.story()).last().isEqualTo("STOPPED 26000 green lamp, but no parts");
    bench.sees("good", Value.of(7)).until(201_000);
    assertThat(bench.story()).last().isEqualTo("RUNNING 200000");
  }

  @Test
  void aChangeThatWaitsForAnotherLampKeepsItsDateWhileTimeIsTold() {
    LineBench bench = lit(bench(LIGHT), 1000, true, false, false).until(5000);
    bench.sees("green", Value.of(false)).until(6400).sees("red", Value.of(true)).until(20_000);
    assertThat(bench.story()).last().isEqualTo("FAULT 5000 red lamp");
    assertThat(bench.kpi().productionTime().toMillis()).isEqualTo(4000);
  }

  @Test
  void aSilenceThatWaitsForALampKeepsItsDateWhileTimeIsTold() {
    LineBench bench = lit(bench(LIGHT), 1000, true, false, false).until(80_500);
    bench.sees("amber", Value.of(true)).until(100_000);
    assertThat(bench.story()).last().isEqualTo("STOPPED 1000 green lamp, but no parts");
    assertThat(bench.kpi().productionTime()).isZero();
  }

  private static List<State> states(Profile profile) {
    return IntStream.rangeClosed(0, 18)
        .mapToObj(
            number -> {
              PackMl packMl = new PackMl(LineBench.point("state"), Optional.empty(), profile);
              LineBench bench = bench(packMl).until(1000).sees("state", Value.of(number));
              return bench.status().state();
            })
        .toList();
  }

  private static LineBench lit(
      LineBench bench, long at, boolean green, boolean amber, boolean red) {
    return bench
        .until(at)
        .sees("green", Value.of(green))
        .sees("amber", Value.of(amber))
        .sees("red", Value.of(red));
  }

  private static LineBench bench(io.gemba.agent.core.config.LineConfig.StateSource source) {
    return new LineBench(LineBench.line(source, IDEAL));
  }
}
