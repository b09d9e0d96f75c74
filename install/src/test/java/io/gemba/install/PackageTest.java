package io.gemba.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The package in a clean Debian 13: one test for each promise that the script beside it prints. */
@Tag("bed")
class PackageTest {
  private static final int CANNOT_BE_DONE_HERE = 77;

  @TestFactory
  Stream<DynamicTest> inACleanDebian13() throws IOException, InterruptedException {
    Path log = Path.of("target", "in-clean-debian.log");
    Process script =
        new ProcessBuilder("deb/try-in-clean-debian", System.getProperty("gemba.deb", "missing"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int code = script.waitFor();
    List<String> lines = Files.readAllLines(log);
    if (code == CANNOT_BE_DONE_HERE) {
      abort(String.join(" ", lines));
    }
    List<DynamicTest> promises = promises(lines);
    promises.add(
        dynamicTest(
            "the whole script ends well",
            () -> assertThat(code).as(String.join("\n", lines)).isZero()));
    return promises.stream();
  }

  private static List<DynamicTest> promises(List<String> lines) {
    List<DynamicTest> promises = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("ok - ")) {
        promises.add(dynamicTest(line.substring(5), () -> {}));
      } else if (line.startsWith("not ok - ")) {
        String why = String.join("\n", lines.subList(lines.indexOf(line), lines.size()));
        promises.add(
            dynamicTest(
                line.substring(9),
                () -> {
                  throw new AssertionError(why);
                }));
      }
    }
    return promises;
  }
}
