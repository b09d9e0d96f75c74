package io.gemba.agent.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.app.doctor.Finding.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckupTest {
  @TempDir Path folder;

  @Test
  void whateverHangsTheVisitEndsAndSaysWhatHung() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Map<String, Checkup.Check> checks = new LinkedHashMap<>();
    checks.put(
        "device press1",
        () -> {
          never.await();
          return List.of();
        });
    checks.put("clock", () -> List.of(Finding.ok("clock", "", "fine")));
    List<Finding> findings = Checkup.run(checks, Duration.ofMillis(200));
    assertThat(findings).extracting(Finding::result).containsExactly(Result.FAIL, Result.OK);
    assertThat(findings.getFirst().subject()).isEqualTo("press1");
    assertThat(findings.getFirst().fix()).isNotEmpty();
  }

  @Test
  void aCheckThatBreaksIsAFindingOfItsOwn() throws Exception {
    List<Finding> findings =
        Checkup.run(
            Map.of(
                "disk",
                () -> {
                  throw new IllegalStateException("bug");
                }),
            Duration.ofSeconds(5));
    assertThat(findings.getFirst().text()).contains("bug");
  }

  @Test
  void aMachineWithoutGpioIsAFailureOnlyWhereADeviceNeedsIt() throws Exception {
    assertThat(GpioCheck.look(false, folder)).isEmpty();
    assertThat(GpioCheck.look(true, folder))
        .singleElement()
        .matches(finding -> finding.result() == Result.FAIL);
    Files.writeString(folder.resolve("gpiochip0"), "");
    assertThat(GpioCheck.look(true, folder))
        .singleElement()
        .matches(finding -> finding.result() == Result.OK);
  }

  @Test
  void everyFailureIsToldWithItsFixAndControlCharactersDoNotReachTheTerminal() {
    List<Finding> findings =
        List.of(
            Finding.ok("java", "", "Java 25"),
            Finding.fail("device", "press1", "no\u001b[31m answer", "is it on?"));
    assertThat(Report.text(findings))
        .contains("FAIL  device press1: no [31m answer", "-> is it on?", "1 failed, 0 to look at")
        .doesNotContain("\u001b");
    assertThat(Report.json(findings)).contains("\"failed\" : 1");
  }

  @Test
  void jsonBecomesATree() throws Exception {
    Map<String, Object> tree =
        Tree.parse("{\"a\":{\"b\":[1,2.5,true,null,\"x\"]},\"n\":7,\"z\":null}");
    assertThat(Tree.map(tree, "a").get("b")).isEqualTo(List.of(1L, 2.5, true, "x"));
    assertThat(Tree.number(tree, "n")).isEqualTo(7);
    assertThat(Tree.map(tree, "none")).isEmpty();
  }
}
