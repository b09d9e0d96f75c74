package io.gemba.agent.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.LineConfig.Rule;
import io.gemba.agent.core.config.LineConfig.Rules;
import io.gemba.agent.core.formula.Formula;
import io.gemba.agent.core.formula.FormulaException;
import io.gemba.cloud.spi.LineStatus.State;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulesSensorTest {
  private static Rule rule(String point, String rest, State state, @Nullable String cause)
      throws FormulaException {
    String name = "press/" + point;
    return new Rule(
        Formula.parse("[" + name + "] " + rest),
        Map.of(name, LineBench.point(point)),
        state,
        cause);
  }

  private static LineBench bench() throws FormulaException {
    return new LineBench(
        LineBench.line(
            new Rules(
                List.of(
                    rule("alarm", "* 1 > 0", State.FAULT, "alarm"),
                    rule("speed", "> 5", State.RUNNING, null),
                    rule("speed", ">= 0", State.STOPPED, null))),
            Duration.ofSeconds(16)));
  }

  @Test
  void theFirstRuleThatHoldsCounts() throws FormulaException {
    LineBench bench = bench();
    bench.sees("alarm", Value.of(0)).sees("speed", Value.of(7.5)).until(1_000);
    bench.sees("speed", Value.of(1.0)).until(2_000).sees("alarm", Value.of(3)).until(3_000);
    bench.sees("alarm", Value.of(0)).until(4_000);
    assertThat(bench.story())
        .endsWith("RUNNING 0", "STOPPED 1000", "FAULT 2000 alarm", "STOPPED 3000");
  }

  @Test
  void aRuleThatCannotBeAskedMakesTheStateUnknown() throws FormulaException {
    LineBench bench = bench();
    bench.sees("speed", Value.of(7.5)).until(1_000);
    assertThat(bench.story().getLast()).endsWith("no sample yet of press/alarm");
    bench.sees("alarm", Value.of(0)).until(2_000);
    assertThat(bench.status().state()).isEqualTo(State.RUNNING);
    bench.sees(Sample.bad("alarm", 0, bench.at(2_000))).until(3_000);
    assertThat(bench.story().getLast()).isEqualTo("UNKNOWN 2000 press/alarm is bad");
  }

  @Test
  void aRuleWhoseValuesDoNotFitMakesTheStateUnknownAndIsNamed() throws FormulaException {
    LineBench bench = bench();
    bench.sees("alarm", Value.of("none")).sees("speed", Value.of(7)).until(1_000);
    assertThat(bench.status().state()).isEqualTo(State.UNKNOWN);
    assertThat(bench.status().cause()).contains("[press/alarm] * 1 > 0");
  }
}
