package io.gemba.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.ConfigLoader;
import io.gemba.cloud.mqtt.MqttUplinkFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
  private static final String FIRST =
      """
      gateway: { enterprise: acme, site: dongguan, id: gw-01 }
      journal: { directory: journal }
      uplinks: { hq: { url: "mqtt://127.0.0.1:1" } }
      """;

  @TempDir Path folder;
  private Path file;
  private final List<AgentConfig> applied = new ArrayList<>();
  private final ConfigLoader loader =
      new ConfigLoader(Map.of(), new MqttUplinkFactory(InstantSource.system()));
  private Reload reload;

  @BeforeEach
  void begin() throws Exception {
    file = folder.resolve("gemba.yaml");
    Files.writeString(file, FIRST);
    applied.add(loader.load(file));
    reload =
        new Reload(
            file,
            loader::load,
            new Reload.Target() {
              @Override
              public AgentConfig config() {
                return applied.getLast();
              }

              @Override
              public void apply(AgentConfig next) {
                applied.add(next);
              }
            });
  }

  @Test
  void aGoodFileIsTakenUp() throws Exception {
    write(FIRST.replace("hq", "backup"));
    assertThat(reload.state().changed()).isTrue();
    assertThat(reload.now()).isEmpty();
    assertThat(applied).hasSize(2);
    assertThat(applied.getLast().uplinks().getFirst().name()).isEqualTo("backup");
    assertThat(reload.state().changed()).isFalse();
  }

  @Test
  void aBadFileKeepsTheLastGoodConfigurationAndSaysWhy() throws Exception {
    write(FIRST.replace("uplinks", "uplnks"));
    assertThat(reload.now()).singleElement().asString().contains("gemba.yaml:3:1", "uplinks");
    assertThat(applied).hasSize(1);
    assertThat(reload.state().problems()).isNotEmpty();
    write(FIRST);
    assertThat(reload.now()).isEmpty();
    assertThat(reload.state().problems()).isEmpty();
  }

  @Test
  void aFileThatIsGoneKeepsTheLastGoodConfiguration() throws Exception {
    Files.delete(file);
    assertThat(reload.now()).isNotEmpty();
    assertThat(applied).hasSize(1);
  }

  @Test
  void whatOnlyAStartCanChangeIsRefusedInWords() throws Exception {
    write(FIRST.replace("gw-01", "gw-02").replace("directory: journal", "directory: other"));
    assertThat(reload.now())
        .hasSize(2)
        .allMatch(problem -> problem.contains("systemctl restart gemba"));
    assertThat(applied).hasSize(1);
  }

  private void write(String yaml) throws Exception {
    Files.writeString(file, yaml);
    Files.setLastModifiedTime(
        file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 5_000));
  }
}
