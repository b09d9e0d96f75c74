package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastTimesFileTest {
  private static final DeviceRef PRESS = new DeviceRef("press1", "molding/l3/press1");
  private static final Instant T = Instant.parse("2026-11-23T08:00:00.123456700Z");

  @TempDir private Path folder;

  @Test
  void remembersTheNewestTimeOfEachPointThroughADeathWithoutWarning() throws Exception {
    LastTimesFile file = open();
    file.committed(PRESS, 1, List.of(at("speed", T), at("oil", T.minusSeconds(5))));
    file.committed(PRESS, 3, List.of(at("speed", T.minusSeconds(1))));
    LastTimesFile next = open(); // the first one was never closed: it cannot be
    assertThat(next.of("press1", "speed", false)).isEqualTo(T);
    assertThat(next.of("press1", "oil", false)).isEqualTo(T.minusSeconds(5));
    assertThat(next.of("press2", "speed", false)).isNull();
  }

  @Test
  void keepsHistoryApartFromThePresent() throws Exception {
    LastTimesFile file = open();
    file.committed(PRESS, 1, List.of(at("speed", T)));
    file.committedHistory(PRESS, 2, List.of(at("speed", T.minusSeconds(60))));
    assertThat(file.of("press1", "speed", false)).isEqualTo(T);
    assertThat(file.of("press1", "speed", true)).isEqualTo(T.minusSeconds(60));
  }

  @Test
  void takesNoNoticeOfABadSampleThatTheHostMadeUp() throws Exception {
    LastTimesFile file = open();
    file.committed(PRESS, 1, List.of(at("speed", T), Sample.bad("speed", 1, T.plusSeconds(9))));
    assertThat(file.of("press1", "speed", false)).isEqualTo(T);
  }

  @Test
  void growsWithTheNumberOfPoints() throws Exception {
    LastTimesFile file = open();
    for (int i = 0; i < 10_000; i++) {
      file.committed(PRESS, i, List.of(at("p" + i, T.plusMillis(i))));
    }
    LastTimesFile next = open();
    for (int i = 0; i < 10_000; i++) {
      assertThat(next.of("press1", "p" + i, false)).isEqualTo(T.plusMillis(i));
    }
    assertThat(Files.size(folder.resolve("last-times"))).isLessThan(300_000);
  }

  @Test
  void startsAnewWhereTheFileWasCutInTheMiddle() throws Exception {
    Files.write(folder.resolve("last-times"), new byte[] {1, 2, 3});
    LastTimesFile file = open();
    file.committed(PRESS, 1, List.of(at("speed", T)));
    assertThat(open().of("press1", "speed", false)).isEqualTo(T);
  }

  @Test
  void remembersInMemoryWhereTheDiskDoesNotAllowAFile() {
    LastTimesFile file = new LastTimesFile(folder.resolve("no-such-folder/last-times"));
    for (int i = 0; i < 10_000; i++) {
      file.committed(PRESS, i, List.of(at("p" + i, T.plusMillis(i))));
    }
    assertThat(file.of("press1", "p0", false)).isEqualTo(T);
    assertThat(file.of("press1", "p9999", false)).isEqualTo(T.plusMillis(9_999));
  }

  private LastTimesFile open() {
    return new LastTimesFile(folder.resolve("last-times"));
  }

  private static Sample at(String point, Instant time) {
    return Sample.good(point, Value.of(1), time);
  }
}
