package io.gemba.hal.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class AdapterContractTest {

  @AfterEach
  void mend() {
    MemoryAdapterContract.flaw = Flaw.NONE;
  }

  @Test
  void aWellBehavedAdapterPasses() {
    EngineExecutionResults results = runContract(Flaw.NONE);
    assertThat(failures(results)).isEmpty();
    assertThat(results.testEvents().succeeded().count()).isEqualTo(13);
    assertThat(results.testEvents().skipped().count()).isZero();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aFlawFailsItsOwnRuleAndNoOther(Flaw flaw) {
    List<String> failed = failures(runContract(flaw));
    assertThat(failed).isNotEmpty();
    String rule = flaw.name().substring(0, flaw.name().indexOf('_') + 1).toLowerCase(Locale.ROOT);
    assertThat(failed).allSatisfy(test -> assertThat(test).startsWith(rule));
  }

  private static EngineExecutionResults runContract(Flaw flaw) {
    MemoryAdapterContract.flaw = flaw;
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(MemoryAdapterContract.class))
        .execute();
  }

  private static List<String> failures(EngineExecutionResults results) {
    return results.testEvents().failed().stream().map(AdapterContractTest::describe).toList();
  }

  private static String describe(Event event) {
    return event.getTestDescriptor().getDisplayName()
        + " "
        + event.getPayload().map(Object::toString).orElse("");
  }
}
