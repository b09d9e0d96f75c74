package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.JournalConfig;
import io.gemba.agent.core.config.JournalConfig.WhenFull;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class WearTest extends JournalTestBase {
  private static final long GIB = 1L << 30;

  private long written;

  private Wear wear(long budget) {
    JournalConfig config =
        new JournalConfig(
            Path.of("x"),
            Duration.ofMillis(250),
            GIB,
            Duration.ofDays(1),
            WhenFull.DROP_OLDEST,
            budget);
    return new Wear(config, () -> written, clock.millis());
  }

  private void commits(Wear wear, int count, long bytes) {
    for (int i = 0; i < count; i++) {
      clock.pass(wear.window());
      wear.begin();
      written += bytes;
      wear.committed(100, clock.millis());
    }
  }

  @Test
  void projectsTheDayFromTheLastMinutes() {
    Wear wear = wear(0);
    commits(wear, 4_000, 12_000);
    assertThat(wear.status().bytesPerSample()).isEqualTo(120);
    assertThat(wear.status().bytesPerDay())
        .isCloseTo(12_000L * 4 * 86_400, Percentage.withPercentage(1));
    assertThat(wear.window()).as("no budget").isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void theWindowGrowsUntilTheBudgetIsKept() {
    Wear wear = wear(GIB);
    commits(wear, 4_000, 12_000);
    assertThat(wear.window()).isBetween(Duration.ofMillis(900), Duration.ofMillis(1_000));
    assertThat(wear.status().bytesPerDay()).isCloseTo(GIB, Percentage.withPercentage(3));
    commits(wear, 4_000, 500);
    assertThat(wear.window()).as("and shrinks again").isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void theBudgetIsKeptWhereLongerWindowsMakeLargerCommits() {
    Wear wear = wear(GIB / 2);
    for (int i = 0; i < 4_000; i++) {
      clock.pass(wear.window());
      wear.begin();
      long samples = wear.window().toMillis(); // 1,000 a second
      written += 8_000 + 3 * samples;
      wear.committed(samples, clock.millis());
    }
    JournalStatus.Wear status = wear.status();
    assertThat(status.bytesPerDay()).isCloseTo(GIB / 2, Percentage.withPercentage(3));
    assertThat(status.isStretched()).isTrue();
    assertThat(status.isOverBudget()).isFalse();
    assertThat(status.life().years().orElseThrow())
        .as("30 TiB at half a GiB a day")
        .isCloseTo(168, Percentage.withPercentage(4));
  }

  @Test
  void aBudgetThatCannotBeKeptIsCalledSo() {
    Wear wear = wear(1 << 20);
    commits(wear, 4_000, 12_000);
    assertThat(wear.status().isOverBudget()).isTrue();
  }

  @Test
  void aCardsLifeIsNotGuessedFromTheFirstSeconds() {
    Wear wear = wear(0);
    commits(wear, 30, 12_000);
    assertThat(wear.status().life().years()).isEmpty();
    commits(wear, 30, 12_000);
    assertThat(wear.status().life().years()).isPresent();
  }

  @Test
  void theWindowEndsAtTenSecondsHoweverSmallTheBudget() {
    Wear wear = wear(1 << 20);
    commits(wear, 100, 12_000);
    assertThat(wear.window()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whatTheKernelDoesNotTellIsNotKnownInsteadOfNothing() {
    written = -1;
    Wear wear = wear(GIB);
    wear.begin();
    wear.committed(100, clock.millis());
    assertThat(wear.status().bytesWritten()).isEqualTo(-1);
    assertThat(wear.window()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void theReserveIsNotWearOfSamples() throws Exception {
    Journal journal = open();
    append(journal, PRESS, 1);
    assertThat(directory.resolve("gemba.reserve")).hasSize(Reserve.BYTES);
    assertThat(journal.status().wear().bytesWritten()).isLessThan(Reserve.BYTES / 2);
  }

  @Test
  void theStatusTellsWhatARealJournalWrote() throws Exception {
    Journal journal = open();
    append(journal, PRESS, 1_000);
    JournalStatus.Wear wear = journal.status().wear();
    assertThat(wear).isNotNull();
    assertThat(wear.samples()).isEqualTo(1_000);
    assertThat(wear.bytesWritten()).as("tmpfs counts nothing").isGreaterThanOrEqualTo(-1);
    assertThat(wear.window()).isEqualTo(Duration.ofMillis(250));
  }
}
