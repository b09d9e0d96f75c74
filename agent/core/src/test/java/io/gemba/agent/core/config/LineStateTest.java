package io.gemba.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.LineConfig.Machines;
import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.config.LineConfig.Rules;
import io.gemba.agent.core.config.LineConfig.StackLight;
import io.gemba.cloud.spi.LineStatus.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sources of a line's state that have an inside of their own. */
class LineStateTest {
  @TempDir Path folder;

  private ConfigFolder there = new ConfigFolder(Path.of(""));

  @BeforeEach
  void prepare() throws Exception {
    there = new ConfigFolder(folder).prepare();
  }

  private static String lines(String lines) {
    return ConfigFolder.GOOD.substring(0, ConfigFolder.GOOD.indexOf("lines:"))
        + "lines:\n"
        + lines.indent(2);
  }

  private LineConfig one(String lines) throws Exception {
    return there.load(lines(lines)).lines().getFirst();
  }

  @Test
  void readsRules() throws Exception {
    LineConfig line =
        one(
            """
            a/one:
              energy: press1/speed
              state:
                from: rules
                rules:
                  - { when: "[press1/rejects] > 0 && [press1/speed] < 1", state: fault, cause: jam }
                  - { when: "[press1/speed] > 5", state: running }
            """);
    Rules rules = (Rules) line.state();
    assertThat(line.energy()).contains(new PointRef("press1", "speed"));
    assertThat(rules.rules())
        .extracting(LineConfig.Rule::state)
        .containsExactly(State.FAULT, State.RUNNING);
    assertThat(rules.rules().getFirst().cause()).isEqualTo("jam");
    assertThat(rules.rules().getFirst().points().values())
        .containsExactlyInAnyOrder(
            new PointRef("press1", "rejects"), new PointRef("press1", "speed"));
  }

  @Test
  void saysWhereARuleIsWrong() throws Exception {
    assertThat(
            there.problems(
                lines(
                    """
                    a/one:
                      state:
                        from: rules
                        rules:
                          - { when: "[press1/sped] > 0", state: fault }
                          - { when: "[press1/speed] >", state: running }
                          - { when: "[press1/speed] > 1", state: runing }
                    """)))
        .hasSize(3)
        .satisfiesExactly(
            first -> assertThat(first).contains("no point 'sped'", "'speed'"),
            second -> assertThat(second).contains("cannot be read"),
            third -> assertThat(third).contains("'runing'", "'running'"));
  }

  @Test
  void aStateFromNoRulesIsNoState() throws Exception {
    assertThat(there.problems(lines("a/one: { state: { from: rules, rules: [] } }")))
        .singleElement()
        .asString()
        .contains("no rule says what the state is");
  }

  @Test
  void readsMachines() throws Exception {
    LineConfig line =
        one(
            """
            a/one:
              state:
                from: machines
                combine: min-running
                min-running: 2
                machines:
                  press: { state: { from: packml, state: press1/speed, profile: isa-tr88 } }
                  robot: { state: { from: counter }, good: andon3/parts, ideal-cycle: 4s }
            """);
    Machines machines = (Machines) line.state();
    assertThat(machines.minRunning()).isEqualTo(2);
    assertThat(machines.key()).isEmpty();
    assertThat(machines.machines().keySet()).containsExactly("press", "robot");
    assertThat(machines.machines().get("robot").idealCycle()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void theFirstMachineIsTheKeyMachineUnlessAnotherIsNamed() throws Exception {
    String machines =
        """
        machines:
          press: { state: { from: machinery, state: press1/speed } }
          robot: { state: { from: machinery, state: press1/rejects } }
        """;
    String head = "a/one:\n  state:\n    from: machines\n";
    assertThat(((Machines) one(head + machines.indent(4)).state()).key()).contains("press");
    assertThat(((Machines) one(head + "    key: robot\n" + machines.indent(4)).state()).key())
        .isEqualTo(Optional.of("robot"));
    assertThat(there.problems(lines(head + "    key: robbot\n" + machines.indent(4))))
        .singleElement()
        .asString()
        .contains("no machine 'robbot'", "'robot'");
  }

  @Test
  void saysWhatDoesNotFitBetweenMachines() throws Exception {
    String machines =
        "machines: { press: { state: { from: machinery, state: press1/speed } } } } }";
    for (Map.Entry<String, String> wrong :
        Map.of(
                "combine: min-running, min-running: 2, ", "only 1 machines",
                "combine: min-running, ", "how many machines must run",
                "combine: all, min-running: 1, ", "no effect")
            .entrySet()) {
      assertThat(
              there.problems(
                  lines("a/one: { state: { from: machines, " + wrong.getKey() + machines)))
          .singleElement()
          .asString()
          .contains(wrong.getValue());
    }
    assertThat(
            there.problems(
                lines(
                    "a/one: { state: { from: machines, machines: { m: { state: { from: counter } } } } }")))
        .singleElement()
        .asString()
        .contains("needs the key 'good'");
  }

  @Test
  void readsWhatLampsMean() throws Exception {
    StackLight light =
        (StackLight)
            one("a/one: { state: { from: stack-light, red: andon3/red, meanings: { red: setup, off: stopped } } }")
                .state();
    assertThat(List.of("red", "red-blinking", "off", "green"))
        .extracting(light::meaning)
        .containsExactly(
            Optional.of(State.SETUP),
            Optional.of(State.FAULT),
            Optional.of(State.STOPPED),
            Optional.of(State.RUNNING));
    assertThat(light.meaning("blue")).isEmpty();
  }
}
