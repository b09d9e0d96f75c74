package io.gemba.agent.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the Prometheus text format 0.0.4 as strictly as its description is written. */
final class MetricsCheck {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[a-zA-Z_]\\w*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\""
              + "(?:,[a-zA-Z_]\\w*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\")*})? (\\S+)");

  private MetricsCheck() {}

  static void wellFormed(String text) {
    assertThat(text).endsWith("\n");
    Set<String> families = new HashSet<>();
    Set<String> samples = new HashSet<>();
    String family = "";
    String type = "";
    for (String line : text.split("\n")) {
      if (line.startsWith("# HELP ")) {
        family = line.split(" ", 4)[2];
        assertThat(families.add(family)).as("once: " + line).isTrue();
        assertThat(line.split(" ", 4)).as(line).hasSize(4);
      } else if (line.startsWith("# TYPE ")) {
        assertThat(line.split(" ")[2]).isEqualTo(family);
        type = line.split(" ")[3];
        assertThat(type).isIn("counter", "gauge");
        assertThat(family.endsWith("_total")).as(family).isEqualTo(type.equals("counter"));
      } else {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(sample.group(1)).isEqualTo(family);
        assertThat(samples.add(line.substring(0, line.lastIndexOf(' '))))
            .as("once: " + line)
            .isTrue();
        assertThat(Double.parseDouble(sample.group(3))).isNotNaN();
      }
    }
    assertThat(families).hasSizeGreaterThan(20);
  }
}
