package io.gemba.agent.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.LineConfig.Machine;
import io.gemba.agent.core.config.LineConfig.Machines;
import io.gemba.agent.core.config.LineConfig.PackMl;
import io.gemba.agent.core.config.LineConfig.PackMl.Profile;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachinesSensorTest {
  private static final Value EXECUTE = Value.of(6);
  private static final Value ABORTED = Value.of(9);
  private static final Value SUSPENDED = Value.of(5);
  private static final Value STOPPED = Value.of(2);

  private static LineBench bench(int needed, Optional<String> key) {
    Map<String, Machine> machines = new LinkedHashMap<>();
    for (String name : new String[] {"a", "b", "c"}) {
      machines.put(
          name,
          new Machine(
              new PackMl(LineBench.point(name), Optional.empty(), Profile.ISA_TR88),
              Optional.empty(),
              Duration.ZERO));
    }
    LineBench bench =
        new LineBench(LineBench.line(new Machines(machines, needed, key), Duration.ofSeconds(16)));
    return bench.sees("a", EXECUTE).sees("b", EXECUTE).sees("c", EXECUTE);
  }

  @Test
  void allMustRunAndTheFirstToFailIsNamed() {
    LineBench bench = bench(3, Optional.empty());
    bench.until(10_000).sees("b", ABORTED);
    bench.until(12_000).sees("a", SUSPENDED);
    bench.until(13_000).sees("c", SUSPENDED);
    bench.until(20_000).sees("b", EXECUTE);
    bench.until(22_000).sees("a", EXECUTE).until(25_000).sees("c", EXECUTE).until(26_000);
    assertThat(bench.story())
        .endsWith(
            "RUNNING 0",
            "FAULT 10000 b: aborted",
            "IDLE 20000 a: blocked or starved",
            "IDLE 20000 c: blocked or starved",
            "RUNNING 25000");
  }

  @Test
  void anyMachineKeepsTheLineRunningAndTheLastToStopIsTheCause() {
    LineBench bench = bench(1, Optional.empty());
    bench.until(1_000).sees("a", ABORTED).until(2_000).sees("b", ABORTED);
    bench.until(3_000).sees("c", STOPPED).until(5_000).sees("a", EXECUTE).until(6_000);
    assertThat(bench.story()).endsWith("RUNNING 0", "STOPPED 3000 c: stopped", "RUNNING 5000");
  }

  @Test
  void atLeastSoManyMustRun() {
    LineBench bench = bench(2, Optional.empty());
    bench.until(1_000).sees("a", STOPPED).until(2_000).sees("c", ABORTED);
    bench.until(3_000).sees("a", EXECUTE).until(4_000);
    assertThat(bench.story()).endsWith("RUNNING 0", "FAULT 2000 c: aborted", "RUNNING 3000");
  }

  @Test
  void aMachineNobodyKnowsOfOnlyMattersWhereItCouldMakeADifference() {
    LineBench bench = bench(2, Optional.empty());
    bench.until(1_000).sees(io.gemba.hal.spi.Sample.bad("a", 0, bench.at(1_000)));
    bench.until(2_000);
    assertThat(bench.story().getLast()).isEqualTo("RUNNING 0");
    bench.sees("b", STOPPED).until(3_000);
    assertThat(bench.story().getLast()).isEqualTo("UNKNOWN 2000 a: press/a is bad");
    bench.sees("c", ABORTED).until(4_000);
    assertThat(bench.story().getLast()).startsWith("STOPPED 3000 b: stopped");
  }

  @Test
  void theKeyMachineStandsForTheLineAndTheOneThatFailedBeforeItIsNamed() {
    LineBench bench = bench(1, Optional.of("b"));
    bench.until(1_000).sees("a", ABORTED).until(2_000);
    assertThat(bench.story().getLast()).isEqualTo("RUNNING 0");
    bench.until(5_000).sees("b", SUSPENDED).until(6_000);
    assertThat(bench.story().getLast()).isEqualTo("IDLE 5000 a: aborted");
    bench.sees("a", EXECUTE).until(7_000);
    assertThat(bench.story().getLast()).isEqualTo("IDLE 5000 blocked or starved");
    bench.sees("b", ABORTED).until(8_000);
    assertThat(bench.story().getLast()).isEqualTo("FAULT 7000 aborted");
  }
}
