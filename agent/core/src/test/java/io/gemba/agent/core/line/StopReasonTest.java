package io.gemba.agent.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.LineConfig;
import io.gemba.agent.core.config.LineConfig.PackMl;
import io.gemba.agent.core.config.LineConfig.PackMl.Profile;
import io.gemba.agent.core.config.LineConfig.Shift;
import io.gemba.hal.spi.Value;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a line stood, as people say it afterwards. The bench starts at 08:00. */
class StopReasonTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final String LINE = "molding/l3";
  private static final LineConfig CONFIG =
      LineBench.line(
          new PackMl(LineBench.point("state"), Optional.empty(), Profile.ISA_TR88),
          Duration.ofSeconds(16),
          shift(8, 12),
          shift(12, 20));
  @TempDir Path folder;
  private final LineBench bench = new LineBench(CONFIG);

  private static Shift shift(int from, int to) {
    return new Shift(
        EnumSet.allOf(DayOfWeek.class),
        LocalTime.of(from, 0),
        LocalTime.of(to, 0),
        List.of(),
        OptionalLong.empty());
  }

  private LineBench stopsFor(long from, long to) {
    bench.until(from).sees("state", Value.of(2));
    return bench.until(to).sees("state", Value.of(6));
  }

  @Test
  void aReasonGivenAfterTheRestartTakesTheStopFromTheUnexplained() {
    bench.sees("state", Value.of(6));
    stopsFor(10 * MINUTE, 20 * MINUTE).until(30 * MINUTE);
    assertThat(bench.kpi().stops().unexplained()).isEqualTo(Duration.ofMinutes(10));
    assertThat(bench.engine.refusal(LINE, bench.at(15 * MINUTE), "tool-change")).isNull();
    assertThat(bench.engine.explain(LINE, bench.at(15 * MINUTE), "tool-change", "wong")).isTrue();
    assertThat(bench.kpi().stops().unexplained()).isZero();
    assertThat(bench.facts("reason"))
        .singleElement()
        .asString()
        .startsWith("600000 ")
        .contains("tool-change", "wong");
    bench.engine.explain(LINE, bench.at(15 * MINUTE), null, "wong");
    assertThat(bench.kpi().stops().unexplained()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void theStateCarriesTheReasonWhileTheStopLasts() {
    bench.sees("state", Value.of(6)).until(10 * MINUTE).sees("state", Value.of(2));
    bench.until(15 * MINUTE);
    assertThat(bench.status().reason()).isNull();
    bench.engine.explain(LINE, bench.at(12 * MINUTE), "quality", "wong");
    assertThat(bench.status().reason()).isEqualTo("quality");
    bench.until(20 * MINUTE).sees("state", Value.of(6)).until(21 * MINUTE);
    assertThat(bench.status().reason()).isNull();
    assertThat(bench.kpi().stops().unexplained()).isZero();
  }

  @Test
  void aStopOfTheShiftBeforeCanStillBeExplainedAlsoAfterARestart() throws Exception {
    bench.sees("state", Value.of(6));
    stopsFor(HOUR, 2 * HOUR);
    stopsFor(5 * HOUR, 6 * HOUR).until(7 * HOUR);
    assertThat(bench.engine.refusal(LINE, bench.at(HOUR + MINUTE), "setup")).isNull();
    new LineMemoryFile(folder.resolve("lines")).write(bench.engine.snapshot());

    LineBench next = new LineBench(CONFIG, LineBench.DONGGUAN, bench.at(7 * HOUR + MINUTE));
    next.engine.restore(new LineMemoryFile(folder.resolve("lines")).read());
    assertThat(next.engine.explain(LINE, bench.at(HOUR + MINUTE), "setup", "")).isTrue();
    assertThat(next.engine.explain(LINE, bench.at(5 * HOUR), "quality", "")).isTrue();
    next.until(MINUTE);
    assertThat(next.kpi().stops().unexplained()).isZero();
    assertThat(next.engine.views().getFirst().stops())
        .extracting(Stop::reason)
        .containsExactly("setup", "quality");
  }

  @Test
  void aStopOverTheChangeOfShiftsIsOneForPeople() {
    bench.sees("state", Value.of(6));
    stopsFor(4 * HOUR - MINUTE, 4 * HOUR + MINUTE).until(5 * HOUR);
    assertThat(bench.engine.explain(LINE, bench.at(4 * HOUR + 1000), "meeting", "")).isTrue();
    assertThat(bench.engine.views().getFirst().stops())
        .extracting(Stop::reason)
        .containsExactly("meeting", "meeting");
    bench.engine.explain(LINE, bench.at(4 * HOUR - 1000), "trial", "");
    assertThat(bench.engine.views().getFirst().stops())
        .extracting(Stop::reason)
        .containsExactly("trial", "trial");
    assertThat(bench.facts("reason"))
        .as("both name the stop by its begin")
        .allMatch(fact -> fact.startsWith((4 * HOUR - MINUTE) + " "));
  }

  @Test
  void refusesInWords() {
    bench.sees("state", Value.of(6));
    stopsFor(10 * MINUTE, 20 * MINUTE).until(30 * MINUTE);
    assertThat(bench.engine.refusal("molding/l4", bench.at(0), "setup")).contains("no line");
    assertThat(bench.engine.refusal(LINE, bench.at(15 * MINUTE), "lunch"))
        .contains("no reason 'lunch'")
        .contains("tool-change");
    assertThat(bench.engine.refusal(LINE, bench.at(25 * MINUTE), "setup")).contains("no stop");
    assertThat(bench.engine.refusal(LINE, bench.at(HOUR), "setup")).contains("no stop");
  }
}
