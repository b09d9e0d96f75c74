package io.gemba.agent.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.spi.LineStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineMemoryFileTest {
  @TempDir Path folder;

  private final LineMemory full =
      new LineMemory(
          "molding/l3",
          Instant.parse("2026-11-23T01:02:03.456Z"),
          Instant.parse("2026-11-23T00:00:00Z"),
          Map.of(State.RUNNING, 3_600_000L, State.FAULT, 12L),
          3_700_000,
          3_650_000,
          OptionalLong.of(1_204),
          OptionalDouble.of(88_124),
          OptionalLong.of(31),
          OptionalDouble.of(31),
          OptionalDouble.of(12.5),
          OptionalDouble.of(4_711.25),
          List.of(
              new Stop(
                  Instant.parse("2026-11-23T00:10:00Z"),
                  State.FAULT,
                  "red lamp | press",
                  60_000,
                  0,
                  60_000,
                  1,
                  null),
              new Stop(
                  Instant.parse("2026-11-23T00:20:00.001Z"),
                  State.STOPPED,
                  null,
                  90_000,
                  90_000,
                  0,
                  0,
                  "material")),
          List.of(
              new Stop(
                  Instant.parse("2026-11-22T23:00:00Z"), State.IDLE, "starved", 5, 0, 0, 0, null)));
  private final LineMemory empty =
      new LineMemory(
          "packing/l1",
          Instant.EPOCH,
          Instant.EPOCH,
          Map.of(),
          0,
          0,
          OptionalLong.empty(),
          OptionalDouble.empty(),
          OptionalLong.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          List.of(),
          List.of());

  private LineMemoryFile file() {
    return new LineMemoryFile(folder.resolve("lines"));
  }

  @Test
  void givesBackExactlyWhatWasKept() throws IOException {
    file().write(List.of(full, empty));
    assertThat(file().read()).containsExactly(full, empty);
  }

  @Test
  void thereIsNothingBeforeTheFirstRun() throws IOException {
    assertThat(file().read()).isEmpty();
  }

  @Test
  void aDamagedFileIsAsGoodAsNone() throws IOException {
    file().write(List.of(full));
    String text = Files.readString(folder.resolve("lines"));
    for (String damage :
        List.of(
            text.replace("3700000", "37x"),
            text.replace("2026", "yesterday"),
            "molding/l3.at=1",
            "\\u12")) {
      Files.writeString(folder.resolve("lines"), damage);
      assertThat(file().read()).as(damage).isEmpty();
    }
    Files.write(folder.resolve("lines"), new byte[] {(byte) 0xC3, 0x28});
    assertThat(file().read()).isEmpty();
  }

  @Test
  void doesNotWearTheCardWhenNothingChanged() throws IOException {
    LineMemoryFile file = file();
    file.write(List.of(full));
    FileTime old = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(folder.resolve("lines"), old);
    file.write(List.of(full));
    assertThat(Files.getLastModifiedTime(folder.resolve("lines"))).isEqualTo(old);
  }
}
