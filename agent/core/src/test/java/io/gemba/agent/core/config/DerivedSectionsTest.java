package io.gemba.agent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.derived.DerivedFactory;
import io.gemba.hal.spi.AdapterFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DerivedSectionsTest {
  @TempDir Path folder;

  private static final String PLANT =
      """
      gateway: { enterprise: acme, site: dongguan, id: gw-01 }
      devices:
        andon: { adapter: gpio, place: molding/l3/andon, points: { a: { line: 1 }, b: { line: 2 } } }
        calc:
          adapter: derived
          place: molding/l3/calc
          points:
      """;

  @Test
  void aDerivedPointIsAPointLikeAnyOther() throws Exception {
    AgentConfig config =
        load(
            """
                  sum: { formula: "[andon/a] + [andon/b]", unit: KWT }
                  half: { formula: "[calc/sum] / 2" }
            alarms:
              much: { point: calc/sum, high: 5 }
            """);
    assertThat(config.alarms().getFirst().unit()).isEqualTo("KWT");
    assertThat(config.devices().get(1).config().points()).hasSize(2);
  }

  @Test
  void saysWhatIsWrongWithAFormula() throws Exception {
    assertThat(
            problems(
                """
                      a: { formula: "[andon/aa] + 1" }
                      b: { formula: "[andon/a] +" }
                      c: { unit: KWT }
                      d: { formula: "[calc/e] + 1" }
                      e: { formula: "[calc/f] + [calc/a]" }
                      f: { formula: "[calc/d]" }
                      g: { formula: "[calc/g]" }
                """))
        .hasSize(5)
        .satisfies(
            all -> {
              assertThat(all.get(0))
                  .isEqualTo("8:21: the device 'andon' has no point 'aa' — did you mean 'a'?");
              assertThat(all.get(1)).startsWith("9:").contains("cannot be read");
              assertThat(all.get(2)).startsWith("10:").contains("'formula' is missing");
              assertThat(all.get(3))
                  .isEqualTo(
                      "11:21: 'calc/d' is computed from itself: calc/d → calc/e → calc/f → calc/d — leave one of them out");
              assertThat(all.get(4)).startsWith("14:21: 'calc/g' is computed from itself");
            });
  }

  private AgentConfig load(String more) throws Exception {
    Map<String, AdapterFactory> adapters = new HashMap<>(TestPlugins.adapters());
    adapters.put(DerivedFactory.NAME, new DerivedFactory());
    Path file = Files.writeString(folder.resolve("gemba.yaml"), PLANT + more);
    return new ConfigLoader(adapters, new TestPlugins.TestUplinks()).load(file);
  }

  private List<String> problems(String more) throws Exception {
    try {
      load(more);
      return List.of();
    } catch (ConfigProblemsException e) {
      String main = folder.resolve("gemba.yaml") + ":";
      return e.problems().stream().map(p -> p.toString().replace(main, "")).toList();
    }
  }
}
