package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The contract in Journal's Javadoc, its table in the README and the tests are one. */
class ContractTest {
  private static final Path SOURCE =
      Path.of("src/main/java/io/gemba/agent/core/journal/Journal.java");

  @Test
  void everySentenceOfTheContractHasALineInTheTable() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    List<String> promises = all("<li><b>(.+?)</b>", Files.readString(SOURCE));
    assertThat(promises).hasSizeGreaterThan(12);
    for (String promise : promises) {
      String words = promise.replaceAll("[{]@code ([^}]+)[}]", "`$1`");
      assertThat(readme).contains("| " + words + " | `");
    }
  }

  @Test
  void everyTestInTheTableExists() throws Exception {
    List<String> tests = all("`([A-Z]\\w+Test\\.\\w+)`", Files.readString(Path.of("README.md")));
    assertThat(tests).hasSizeGreaterThan(20);
    for (String test : tests) {
      String[] parts = test.split("\\.");
      Class<?> type = Class.forName(getClass().getPackageName() + "." + parts[0]);
      assertThat(Arrays.stream(type.getDeclaredMethods()).map(Method::getName))
          .as(test)
          .contains(parts[1]);
    }
  }

  private static List<String> all(String pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
