package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's list of what users of other systems asked for, and of the tests that hold it. */
class AskedForTest {
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)\\.(\\w+)`");

  /** Every row about OPC UA of what users ask for, by the first issue of each. */
  private static final List<String> ROWS =
      List.of(
          "hivemq-edge#1147",
          "telegraf#19186",
          "thingsboard-gateway#1641",
          "node-opcua#678",
          "milo#1179",
          "iot-edge-opc-publisher-v1#222",
          "telegraf#10849",
          "Industrial-IoT#1995",
          "telegraf#11454",
          "Industrial-IoT#1321",
          "hivemq-edge#1759",
          "Industrial-IoT#2365");

  @Test
  void everythingThatUsersAskedForHasTestsThatExist() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("README.md"));
    for (String row : ROWS) {
      String line = lines.stream().filter(one -> one.startsWith("| " + row)).findFirst().orElse("");
      List<MatchResult> tests = TEST.matcher(line).results().toList();
      assertThat(tests).as("tests of '%s'", row).isNotEmpty();
      for (MatchResult test : tests) {
        assertThat(source(test.group(1)))
            .as("%s.%s", test.group(1), test.group(2))
            .contains("void " + test.group(2) + "(");
      }
    }
  }

  private static String source(String test) throws IOException {
    return Files.readString(
        Path.of("src", "test", "java", "io", "gemba", "hal", "opcua", test + ".java"));
  }
}
