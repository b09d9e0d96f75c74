package io.gemba.agent.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.LineConfig.Break;
import io.gemba.agent.core.config.LineConfig.Counter;
import io.gemba.agent.core.config.LineConfig.PackMl;
import io.gemba.agent.core.config.LineConfig.PackMl.Profile;
import io.gemba.agent.core.config.LineConfig.Shift;
import io.gemba.cloud.spi.ShiftKpi;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LineHistoryTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final Value EXECUTE = Value.of(6);
  private static final Value ABORTED = Value.of(9);
  private static final Value STOPPED = Value.of(2);
  private static final Shift MORNING =
      new Shift(
          EnumSet.allOf(DayOfWeek.class),
          LocalTime.of(8, 0),
          LocalTime.of(12, 0),
          List.of(new Break(LocalTime.of(10, 0), LocalTime.of(10, 30))),
          OptionalLong.of(700));
  private static final Shift AFTERNOON =
      new Shift(
          EnumSet.allOf(DayOfWeek.class),
          LocalTime.of(12, 0),
          LocalTime.of(18, 0),
          List.of(),
          OptionalLong.empty());
  private final LineBench bench =
      new LineBench(
          LineBench.line(
              new PackMl(LineBench.point("state"), Optional.empty(), Profile.ISA_TR88),
              Duration.ofSeconds(16),
              MORNING,
              AFTERNOON));

  @Test
  void statesAreWrittenDownWhenTheyAreSettled() {
    bench.sees("state", EXECUTE).until(MINUTE).sees("state", ABORTED).until(3 * MINUTE);
    bench.sees("state", EXECUTE).until(4 * MINUTE);
    assertThat(bench.facts("state")).containsExactly("0 RUNNING", "60000 FAULT", "180000 RUNNING");
    assertThat(bench.facts("cause")).containsExactly("0 ", "60000 aborted", "180000 ");
  }

  @Test
  void whatIsDatedBackIsWrittenDownOnceAndAsItWas() {
    LineBench counted =
        new LineBench(LineBench.line(new Counter(), Duration.ofSeconds(16), MORNING, AFTERNOON));
    counted.sees("good", Value.of(1)).until(10_000).sees("good", Value.of(2));
    counted.until(26_000).sees("good", Value.of(3)).until(200_000);
    counted.sees("good", Value.of(4)).until(260_000);
    assertThat(counted.facts("state"))
        .containsExactly("0 UNKNOWN", "10000 RUNNING", "42000 STOPPED", "200000 RUNNING");
  }

  @Test
  void aStopIsWrittenDownWithItsFirstCauseOnceItHasEnded() {
    bench.sees("state", EXECUTE).until(MINUTE).sees("state", ABORTED).until(2 * MINUTE);
    bench.sees("state", STOPPED).until(4 * MINUTE).sees("state", EXECUTE).until(5 * MINUTE);
    assertThat(bench.facts("stop"))
        .singleElement()
        .asString()
        .startsWith("60000 ")
        .contains("FAULT", "aborted");
    Sample stop =
        bench.facts.stream().filter(fact -> fact.point().equals("stop")).findFirst().orElseThrow();
    assertThat(LineBench.field(stop, "ms")).isEqualTo(3 * MINUTE);
    assertThat(LineBench.field(stop, "faultMs")).isEqualTo(MINUTE);
    assertThat(LineBench.field(stop, "unexplainedMs")).isEqualTo(2 * MINUTE);
  }

  @Test
  void breaksAndShiftEndsAreNoStops() {
    bench
        .sees("state", EXECUTE)
        .until(2 * HOUR)
        .sees("state", STOPPED)
        .until(2 * HOUR + 30 * MINUTE);
    bench.sees("state", EXECUTE).until(3 * HOUR);
    assertThat(bench.facts("stop")).isEmpty();
    assertThat(bench.kpi().stops().count()).isZero();
    assertThat(bench.kpi().unexplainedShare()).isEmpty();
  }

  @Test
  void stopsAreCountedWithFaultsAndUnexplainedTime() {
    bench.sees("state", EXECUTE).until(10 * MINUTE).sees("state", STOPPED).until(11 * MINUTE);
    bench.sees("state", EXECUTE).until(20 * MINUTE).sees("state", ABORTED).until(24 * MINUTE);
    bench.sees("state", EXECUTE).until(30 * MINUTE).sees("state", ABORTED).until(32 * MINUTE);
    bench.sees("state", STOPPED).until(35 * MINUTE).sees("state", EXECUTE).until(HOUR);
    ShiftKpi kpi = bench.kpi();
    assertThat(kpi.stops())
        .isEqualTo(
            new ShiftKpi.Stops(
                3, 1, Duration.ofMinutes(10), Duration.ofMinutes(4), 2, Duration.ofMinutes(6)));
    assertThat(kpi.mtbf()).hasValue(25.0 * MINUTE);
    assertThat(kpi.mttr()).hasValue(3.0 * MINUTE);
    assertThat(kpi.unexplainedShare()).hasValue(0.4);
  }

  @Test
  void aReasonExplainsAStopAfterwards() {
    bench.sees("state", EXECUTE).until(10 * MINUTE).sees("state", STOPPED).until(13 * MINUTE);
    bench.sees("state", EXECUTE).until(20 * MINUTE);
    assertThat(bench.kpi().unexplainedShare()).hasValue(1.0);
    assertThat(bench.engine.explain("molding/l3", bench.at(11 * MINUTE), "material", "mei"))
        .isTrue();
    assertThat(bench.kpi().unexplainedShare()).hasValue(0.0);
    assertThat(bench.facts("reason"))
        .singleElement()
        .asString()
        .startsWith("600000 ")
        .contains("material", "mei");
    assertThat(bench.engine.explain("molding/l3", bench.at(15 * MINUTE), "material", "mei"))
        .isFalse();
    assertThat(bench.engine.explain("molding/l9", bench.at(11 * MINUTE), "material", "mei"))
        .isFalse();
  }

  @Test
  void countsAreWrittenDownEveryFiveMinutesAndWhenTheShiftEnds() {
    bench.sees("state", EXECUTE).sees("good", Value.of(100)).until(7 * MINUTE);
    bench.sees("good", Value.of(120)).until(11 * MINUTE);
    List<Sample> counts =
        bench.facts.stream().filter(fact -> fact.point().equals("counts")).toList();
    assertThat(counts)
        .extracting(Sample::sourceTime)
        .containsExactly(bench.at(5 * MINUTE), bench.at(10 * MINUTE));
    assertThat(counts).extracting(fact -> LineBench.field(fact, "good")).containsExactly(0L, 20L);
    bench.until(4 * HOUR + MINUTE);
    Sample shift =
        bench.facts.stream().filter(fact -> fact.point().equals("shift")).findFirst().orElseThrow();
    assertThat(shift.sourceTime()).isEqualTo(bench.at(4 * HOUR));
    assertThat(LineBench.field(shift, "good")).isEqualTo(20);
    assertThat(LineBench.field(shift, "runningMs")).isEqualTo(4 * HOUR);
    assertThat(LineBench.field(shift, "target")).isEqualTo(700);
  }

  @Test
  void energyIsCountedPerGoodPart() {
    bench.sees("state", EXECUTE).sees("good", Value.of(0)).sees("energy", Value.of(1000.0));
    bench.until(MINUTE).sees("energy", Value.of(1002.5)).sees("good", Value.of(5));
    bench.until(2 * MINUTE);
    assertThat(bench.kpi().energy()).hasValue(2.5);
    assertThat(bench.kpi().energyPerGood()).hasValue(0.5);
    bench.sees("energy", Value.of(1.0)).until(3 * MINUTE).sees("energy", Value.of(1.5));
    bench.until(4 * MINUTE);
    assertThat(bench.kpi().energy()).hasValue(3.0);
  }
}
