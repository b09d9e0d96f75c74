package io.gemba.agent.core.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmMemoryFileTest {
  @TempDir Path folder;

  private final List<AlarmMemory> all =
      List.of(
          new AlarmMemory(
              "oil-hot",
              true,
              Instant.parse("2026-11-24T01:02:03.456Z"),
              OptionalDouble.of(91.5),
              true,
              "黃",
              "= on my way\n",
              Instant.parse("2026-11-24T02:00:00Z")),
          new AlarmMemory(
              "quiet",
              false,
              Instant.parse("2026-11-24T01:00:00Z"),
              OptionalDouble.empty(),
              false,
              null,
              null,
              null));

  @Test
  void givesBackExactlyWhatWasKept() throws Exception {
    Path file = folder.resolve("alarms");
    assertThat(new AlarmMemoryFile(file).read()).isEmpty();
    new AlarmMemoryFile(file).write(all);
    assertThat(new AlarmMemoryFile(file).read()).isEqualTo(all);
    assertThat(folder.resolve("alarms.new")).doesNotExist();
  }

  @Test
  void aDamagedFileIsAsGoodAsNone() throws Exception {
    Path file = folder.resolve("alarms");
    Files.writeString(file, "oil-hot.active=true\noil-hot.since=yesterday\n");
    assertThat(new AlarmMemoryFile(file).read()).isEmpty();
  }
}
