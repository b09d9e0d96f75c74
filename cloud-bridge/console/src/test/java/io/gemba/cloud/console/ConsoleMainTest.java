package io.gemba.cloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleMainTest {
  @TempDir Path folder;

  @Test
  void helpsWithZeroAndRefusesUsageAndConfigurationWithTwo() throws Exception {
    Path bad = Files.writeString(folder.resolve("c.yaml"), "brokrs: {}\n");
    Path good =
        Files.writeString(
            folder.resolve("g.yaml"), "brokers: { hq: { url: \"mqtt://127.0.0.1:1\" } }\n");
    assertThat(ConsoleMain.run("--help")).isZero();
    assertThat(ConsoleMain.run()).isEqualTo(2);
    assertThat(ConsoleMain.run("--config", bad.toString())).isEqualTo(2);
    assertThat(ConsoleMain.run("--config", good.toString(), "--listen", "0.0.0.0:1")).isEqualTo(2);
    assertThat(ConsoleMain.run("--config", good.toString(), "--listen", "nowhere")).isEqualTo(2);
  }

  @Test
  void failsWithOneWhenTheHistoryCannotBeOpened() throws Exception {
    Files.writeString(folder.resolve("file"), "");
    Path config =
        Files.writeString(
            folder.resolve("c.yaml"),
            "console: { directory: file }\nbrokers: { hq: { url: \"mqtt://127.0.0.1:1\" } }\n");
    assertThat(ConsoleMain.run("--config", config.toString(), "--json")).isEqualTo(1);
  }
}
