package io.gemba.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred slips of the keyboard: the loader always answers in words. */
class MutatedConfigTest {
  private static final String TYPED = "abz019:-{}[],\"'#&*!|>%@ \n\t\u0000é%~?";
  @TempDir Path folder;

  @Test
  void aSlipIsAcceptedOrExplainedAndNothingElse() throws Exception {
    ConfigFolder there = new ConfigFolder(folder).prepare();
    int refused = 0;
    for (int seed = 0; seed < 200; seed++) {
      List<String> problems = there.problems(mutate(ConfigFolder.GOOD, new Random(seed)));
      assertThat(problems).as("seed %d", seed).allMatch(p -> p.contains(" — "));
      refused += problems.isEmpty() ? 0 : 1;
    }
    assertThat(refused).as("refused of 200").isBetween(100, 199);
  }

  @Test
  void aWrongLetterInAnyKeyIsNeverAccepted() throws Exception {
    ConfigFolder there = new ConfigFolder(folder).prepare();
    List<String> lines = ConfigFolder.GOOD.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int colon = line.indexOf(':');
      // Names are the user's own; only keys are ours to know.
      boolean name =
          line.strip()
              .matches(
                  "(hq|press1|andon3|oil-temp|setpoint|green|amber|red|parts|rejects|molding/l3):.*");
      if (colon > 0 && !line.contains("- {") && !name) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(i, line.substring(0, colon) + "q" + line.substring(colon));
        String written = line.substring(0, colon).strip() + "q";
        int number = i + 1;
        assertThat(there.problems(String.join("\n", changed)))
            .as(written)
            .anyMatch(
                p -> p.startsWith(number + ":") && p.contains("unknown key '" + written + "'"));
      }
    }
  }

  private static String mutate(String text, Random random) {
    int at = random.nextInt(text.length());
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, at) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + text.charAt(at) + text.substring(at);
      case 2 ->
          text.substring(0, at)
              + TYPED.charAt(random.nextInt(TYPED.length()))
              + text.substring(at + 1);
      default -> {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n")));
        Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
        yield String.join("\n", lines);
      }
    };
  }
}
