package io.gemba.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.derived.DerivedFactory;
import io.gemba.hal.spi.AdapterFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of install/LINES.md are configurations that the agent takes. */
class LinesGuideTest {
  private static final Path GUIDE = Path.of("../../install/LINES.md");

  @TempDir Path folder;

  @Test
  void everyExampleIsAConfigurationOnTheMachinesOfTheFirst() throws Exception {
    List<String> examples = examples();
    assertThat(examples).hasSizeGreaterThan(6);
    Map<String, AdapterFactory> adapters = new HashMap<>(TestPlugins.adapters());
    adapters.put(DerivedFactory.NAME, new DerivedFactory());
    ConfigLoader loader = new ConfigLoader(adapters, new TestPlugins.TestUplinks());
    for (String example : examples) {
      String whole = example.equals(examples.getFirst()) ? "" : example;
      Path file = Files.writeString(folder.resolve("gemba.yaml"), examples.getFirst() + whole);
      assertThat(loader.load(file).devices()).as(example).hasSize(3);
    }
  }

  @Test
  void theReasonsItNamesAreTheBuiltInOnes() throws Exception {
    String guide = Files.readString(GUIDE);
    for (String id : Reason.ids(Reason.BUILT_IN)) {
      assertThat(guide).contains("`" + id + "`");
    }
  }

  private static List<String> examples() throws Exception {
    List<String> examples = new ArrayList<>();
    Matcher block =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(GUIDE));
    while (block.find()) {
      examples.add(block.group(1));
    }
    return examples;
  }
}
