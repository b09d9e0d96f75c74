package io.gemba.hal.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.hal.tck.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TotalsTest {
  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock(START);

  private Totals open() throws IOException {
    return Totals.in(folder.resolve("press.counters"), clock);
  }

  @Test
  void aCleanStopLosesNothing() throws Exception {
    Totals totals = open();
    totals.begin(0);
    totals.total("parts").add(41);
    totals.total("good parts").add(7);
    totals.end();
    Totals next = open();
    assertThat(next.total("parts").value()).isEqualTo(41);
    assertThat(next.total("good parts").value()).isEqualTo(7);
    assertThat(next.unsavedSince()).isEmpty();
  }

  @Test
  void aKilledGatewayGoesOnFromWhatWasSavedAndSaysSinceWhen() throws Exception {
    Totals totals = open();
    totals.total("parts").add(100);
    totals.begin(0);
    totals.total("parts").add(1);
    totals.saveIfDue(MINUTE - 1);
    Totals next = open();
    assertThat(next.total("parts").value()).isEqualTo(100);
    assertThat(next.unsavedSince()).contains(START);
    assertThat(next.unsavedSince()).as("told once").isEmpty();
  }

  @Test
  void itIsSavedOnceAMinuteAndOnlyIfSomethingWasCounted() throws Exception {
    Totals totals = open();
    totals.total("parts").add(1);
    totals.begin(0);
    clock.advance(Duration.ofMinutes(1));
    totals.saveIfDue(MINUTE);
    assertThat(open().unsavedSince()).as("nothing new, nothing written").contains(START);
    totals.total("parts").add(1);
    totals.saveIfDue(MINUTE + 1);
    assertThat(open().total("parts").value()).isEqualTo(1);
    totals.saveIfDue(2 * MINUTE);
    assertThat(open().total("parts").value()).isEqualTo(2);
    assertThat(open().unsavedSince()).contains(START.plusSeconds(60));
  }

  @Test
  void aHalfWrittenFileChangesNothing() throws Exception {
    Totals totals = open();
    totals.total("parts").add(5);
    totals.end();
    Files.writeString(folder.resolve("press.counters.new"), "gemba counters 1\nrunn");
    assertThat(open().total("parts").value()).isEqualTo(5);
  }

  @Test
  void aFileThatMeansNothingIsSetAside() throws Exception {
    Path file = folder.resolve("press.counters");
    for (String text :
        new String[] {
          "",
          "gemba counters 1\nstopped " + START + "\nparts 5\n",
          "gemba counters 1\nstopped yesterday\nparts 5\nend\n",
          "gemba counters 1\nstopped " + START + "\nparts many\nend\n",
          "gemba counters 1\nstopped " + START + "\n5\nend\n"
        }) {
      Files.writeString(file, text);
      Totals totals = open();
      assertThat(totals.total("parts").value()).as(text).isZero();
      assertThat(totals.unsavedSince()).as(text).contains(Instant.EPOCH);
      assertThat(folder.resolve("press.counters.bad")).hasContent(text);
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void aDeviceWithoutCountersLeavesNoFile() throws Exception {
    Totals totals = open();
    totals.begin(0);
    totals.end();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatTakesNothingIsAnError() throws Exception {
    Totals totals = Totals.in(folder.resolve("gone/press.counters"), clock);
    totals.total("parts").add(1);
    assertThatThrownBy(totals::end).isInstanceOf(IOException.class);
  }
}
