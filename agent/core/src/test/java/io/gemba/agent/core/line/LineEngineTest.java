package io.gemba.agent.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.LineConfig;
import io.gemba.agent.core.config.LineConfig.Break;
import io.gemba.agent.core.config.LineConfig.PackMl;
import io.gemba.agent.core.config.LineConfig.PackMl.Profile;
import io.gemba.agent.core.config.LineConfig.Shift;
import io.gemba.cloud.spi.LineStatus;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.cloud.spi.ShiftKpi;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LineEngineTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final Value EXECUTE = Value.of(6);
  private static final Value ABORTED = Value.of(9);
  private static final Value STOPPED = Value.of(2);
  private static final PackMl PACKML =
      new PackMl(LineBench.point("state"), Optional.empty(), Profile.ISA_TR88);

  /** 08:00 to 12:00 with a break from 10:00 to 10:30, where the bench starts at 08:00. */
  private static final Shift MORNING =
      new Shift(
          EnumSet.allOf(DayOfWeek.class),
          LocalTime.of(8, 0),
          LocalTime.of(12, 0),
          List.of(new Break(LocalTime.of(10, 0), LocalTime.of(10, 30))),
          OptionalLong.of(700));

  private final LineBench bench =
      new LineBench(LineBench.line(PACKML, Duration.ofSeconds(16), MORNING));

  @Test
  void saysTheShiftsFiguresWithTheirInputs() {
    bench.sees("state", EXECUTE).sees("good", Value.of(1000)).sees("reject", Value.of(10));
    bench.until(30 * MINUTE).sees("good", Value.of(1100)).sees("reject", Value.of(14));
    bench.sees("state", ABORTED).until(40 * MINUTE).sees("state", EXECUTE).until(HOUR);

    ShiftKpi kpi = bench.kpi();
    assertThat(kpi.at()).isEqualTo(bench.at(HOUR));
    assertThat(kpi.shiftFrom()).isEqualTo(bench.at(0));
    assertThat(kpi.shiftTo()).isEqualTo(bench.at(4 * HOUR));
    assertThat(kpi.good()).hasValue(100);
    assertThat(kpi.reject()).hasValue(4);
    assertThat(kpi.target()).hasValue(700);
    assertThat(kpi.targetNow()).hasValue(200); // one of three and a half working hours
    assertThat(kpi.busyTime()).isEqualTo(Duration.ofMinutes(60));
    assertThat(kpi.productionTime()).isEqualTo(Duration.ofMinutes(50));
    assertThat(kpi.knownTime()).isEqualTo(Duration.ofMinutes(60));
    double availability = 50.0 / 60;
    double performance = 16.0 * 104 / 3000;
    double quality = 100.0 / 104;
    assertThat(kpi.availability()).hasValue(availability);
    assertThat(kpi.performance()).hasValue(performance);
    assertThat(kpi.quality()).hasValue(quality);
    assertThat(kpi.oee()).hasValue(availability * performance * quality);
    assertThat(kpi.coverage()).hasValue(1.0);
  }

  @Test
  void aStepForwardsStopsNoLine() {
    LineBench parts =
        new LineBench(LineBench.line(new LineConfig.Counter(), Duration.ofSeconds(5), MORNING));
    parts.sees("good", Value.of(0));
    for (int part = 1; part <= 5; part++) {
      parts.until(part * 5_000).sees("good", Value.of(part));
    }
    assertThat(parts.status().state()).isEqualTo(State.RUNNING);
    parts.step(45_000); // more than the 30 s of silence that mean a stop
    assertThat(parts.status().state()).isEqualTo(State.RUNNING);
    for (int part = 6; part <= 12; part++) {
      parts.until(parts.now() + 5_000).sees("good", Value.of(part));
    }
    assertThat(parts.statuses()).extracting(LineStatus::state).doesNotContain(State.STOPPED);
    assertThat(parts.status().slow()).as("the leap is no long cycle").isFalse();
    parts.until(parts.now() + 60_000);
    assertThat(parts.status().state()).as("a real stop is still seen").isEqualTo(State.STOPPED);
  }

  @Test
  void aStepBackwardsStopsNoLineAndStartsNone() {
    bench.sees("state", EXECUTE).until(HOUR);
    bench.step(-45_000);
    bench.until(bench.now() + 30_000);
    assertThat(bench.status().state()).isEqualTo(State.RUNNING);
    bench.step(-HOUR / 2);
    bench.until(bench.now() + 1_000);
    assertThat(bench.status().state()).isEqualTo(State.RUNNING);
    bench.sees("state", STOPPED).until(bench.now() + 1_000);
    bench.step(-20 * MINUTE);
    bench.until(bench.now() + 1_000);
    assertThat(bench.status().state()).isEqualTo(State.STOPPED);
  }

  @Test
  void effectivenessIsNeverCapped() {
    bench.sees("state", EXECUTE).sees("good", Value.of(0)).until(MINUTE);
    bench.sees("good", Value.of(40)).until(2 * MINUTE);
    assertThat(bench.kpi().performance().getAsDouble()).isGreaterThan(5);
  }

  @Test
  void qualityAndOeeAreEmptyWithoutARejectSignal() {
    LineConfig noReject =
        new LineConfig(
            "molding/l3",
            Map.of(),
            PACKML,
            Optional.of(LineBench.point("good")),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(16),
            List.of());
    LineBench blind = new LineBench(noReject);
    blind.sees("state", EXECUTE).sees("good", Value.of(0)).until(MINUTE);
    blind.sees("good", Value.of(3)).until(2 * MINUTE);
    assertThat(blind.kpi().good()).hasValue(3);
    assertThat(blind.kpi().reject()).isEmpty();
    assertThat(blind.kpi().quality()).isEmpty();
    assertThat(blind.kpi().oee()).isEmpty();
    assertThat(blind.kpi().target()).isEmpty();
  }

  @Test
  void oeeIsWithheldBelowNinetyPercentCoverage() {
    bench.until(6 * MINUTE - 1).sees("good", Value.of(0)).sees("reject", Value.of(0));
    bench.until(6 * MINUTE).sees("state", EXECUTE).sees("good", Value.of(1));
    bench.until(59 * MINUTE);
    assertThat(bench.kpi().coverage().getAsDouble()).isLessThan(0.9);
    assertThat(bench.kpi().oee()).isEmpty();
    bench.until(61 * MINUTE);
    assertThat(bench.kpi().coverage().getAsDouble()).isGreaterThan(0.9);
    assertThat(bench.kpi().oee()).isPresent();
  }

  @Test
  void standsAsPlannedInBreaksAndAfterTheShiftButAFaultIsAFault() {
    bench.sees("state", EXECUTE).until(HOUR).sees("state", STOPPED).until(5 * HOUR);
    bench.sees("state", ABORTED).until(6 * HOUR).sees("state", STOPPED).until(7 * HOUR);
    assertThat(bench.story())
        .endsWith(
            "RUNNING 0",
            "STOPPED 3600000 stopped",
            "PLANNED 7200000 break",
            "STOPPED 9000000 stopped",
            "PLANNED 14400000 no shift",
            "FAULT 18000000 aborted",
            "PLANNED 21600000 no shift");
    assertThat(bench.kpi().busyTime()).isEqualTo(Duration.ofMinutes(210));
    assertThat(bench.kpi().availability()).hasValue(60.0 / 210);
    assertThat(bench.kpi().targetNow()).hasValue(700);
  }

  @Test
  void aLineThatRunsThroughItsBreakIsBusy() {
    bench.sees("state", EXECUTE).until(4 * HOUR);
    assertThat(bench.kpi().busyTime()).isEqualTo(Duration.ofHours(4));
    assertThat(bench.kpi().availability()).hasValue(1.0);
  }

  @Test
  void theNextShiftStartsFromNothingAndTheOldOneIsSaidToTheEnd() {
    bench.sees("state", EXECUTE).sees("good", Value.of(10)).until(HOUR);
    bench.sees("good", Value.of(60)).until(24 * HOUR).sees("good", Value.of(61));
    bench.until(24 * HOUR + 5000);
    ShiftKpi last =
        bench.kpis().stream().filter(k -> k.shiftFrom().equals(bench.at(0))).toList().getLast();
    assertThat(last.at()).isEqualTo(bench.at(24 * HOUR));
    assertThat(last.good()).hasValue(50);
    assertThat(bench.kpi().shiftFrom()).isEqualTo(bench.at(24 * HOUR));
    assertThat(bench.kpi().good()).hasValue(1);
    assertThat(bench.kpi().busyTime()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void saysTheStatusEveryThirtySecondsAndTheFiguresEveryFive() {
    bench.sees("state", EXECUTE).until(10 * MINUTE);
    List<LineStatus> running =
        bench.statuses().stream().filter(s -> s.state() == State.RUNNING).toList();
    assertThat(running).hasSize(21);
    assertThat(bench.kpis()).hasSize(121);
    for (int i = 1; i < bench.kpis().size(); i++) {
      assertThat(Duration.between(bench.kpis().get(i - 1).at(), bench.kpis().get(i).at()))
          .isEqualTo(Duration.ofSeconds(5));
    }
  }

  @Test
  void flagsALineThatIsSlowerThanItsIdealCycle() {
    bench.sees("state", EXECUTE).sees("good", Value.of(0));
    for (int part = 1; part <= 5; part++) {
      bench.until(part * 20_000L).sees("good", Value.of(part));
    }
    assertThat(bench.status().slow()).isTrue();
    bench.until(105_000);
    assertThat(bench.kpi().cycle()).isEqualTo(Duration.ofSeconds(20));
    bench.sees("state", STOPPED);
    assertThat(bench.status().slow()).isFalse();
  }

  @Test
  void keepsTheShiftsCountsAndTimesOverARestart() {
    bench.sees("state", EXECUTE).sees("good", Value.of(100)).until(HOUR);
    bench.sees("good", Value.of(300)).until(HOUR);
    List<LineMemory> memory = bench.engine.snapshot();

    LineBench again =
        new LineBench(
            LineBench.line(PACKML, Duration.ofSeconds(16), MORNING),
            LineBench.DONGGUAN,
            bench.at(HOUR + 10_000));
    again.engine.restore(memory);
    again.sees("state", EXECUTE).sees("good", Value.of(302)).until(MINUTE);
    assertThat(again.kpi().good()).hasValue(202);
    assertThat(again.kpi().productionTime()).isEqualTo(Duration.ofMinutes(61));
    assertThat(again.kpi().busyTime()).isEqualTo(Duration.ofMinutes(61).plusSeconds(10));
    assertThat(again.kpi().knownTime()).isEqualTo(Duration.ofMinutes(61));
  }

  @Test
  void memoryOfAnotherShiftIsOfNoUse() {
    bench.sees("state", EXECUTE).sees("good", Value.of(100)).until(HOUR);
    List<LineMemory> memory = bench.engine.snapshot();
    LineBench tomorrow =
        new LineBench(
            LineBench.line(PACKML, Duration.ofSeconds(16), MORNING),
            LineBench.DONGGUAN,
            bench.at(25 * HOUR));
    tomorrow.engine.restore(memory);
    tomorrow.sees("state", EXECUTE).sees("good", Value.of(900)).until(MINUTE);
    assertThat(tomorrow.kpi().good()).hasValue(0);
    assertThat(tomorrow.kpi().busyTime()).isEqualTo(Duration.ofMinutes(61));
    assertThat(tomorrow.kpi().knownTime()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aLeapOfTheClockIsTimeInWhichNobodyWatched() {
    bench.sees("state", EXECUTE).until(MINUTE);
    bench.engine.tick(bench.at(11 * MINUTE));
    bench.engine.tick(bench.at(11 * MINUTE + 6000));
    assertThat(bench.kpi().productionTime()).isEqualTo(Duration.ofSeconds(66));
    assertThat(bench.kpi().busyTime()).isEqualTo(Duration.ofSeconds(666));
    assertThat(bench.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void aClockThatIsSetBackKeepsTheCountsAndGoesOnSaying() {
    bench.sees("state", EXECUTE).sees("good", Value.of(0)).until(3 * HOUR);
    bench.sees("good", Value.of(9));
    int before = bench.kpis().size();
    bench.engine.tick(bench.at(HOUR));
    assertThat(bench.kpis()).hasSizeGreaterThan(before);
    assertThat(bench.kpi().good()).hasValue(9);
    assertThat(bench.kpi().knownTime()).isZero();
    assertThat(bench.status().state()).isEqualTo(State.RUNNING);
  }

  @Test
  void aMachineWithAWrongClockCountsByArrival() {
    bench.sees("state", EXECUTE).until(10 * MINUTE);
    bench.sees(Sample.good("state", ABORTED, bench.at(10 * MINUTE - 8 * HOUR)));
    bench.until(20 * MINUTE);
    bench.sees(Sample.good("state", EXECUTE, bench.at(20 * MINUTE + 8 * HOUR)));
    bench.until(30 * MINUTE);
    assertThat(bench.story()).endsWith("RUNNING 0", "FAULT 600000 aborted", "RUNNING 1200000");
    assertThat(bench.kpi().productionTime()).isEqualTo(Duration.ofMinutes(20));
  }
}
