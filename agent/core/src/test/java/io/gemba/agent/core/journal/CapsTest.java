package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.JournalConfig;
import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapsTest extends JournalTestBase {
  private static final long CAP = 128 << 10;

  private final Random random = new Random(1);

  /** Samples that do not compress. */
  private List<Entry> appendNoise(Journal journal, int count) throws JournalException {
    List<Sample> noise = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      noise.add(Sample.good("noise", Value.of(random.nextLong()), clock.instant()));
    }
    return journal.append(List.of(new DeviceSamples(PRESS, noise)), List.of(), true);
  }

  @Test
  void aFullJournalDropsTheOldestAndNamesEveryNumber() throws Exception {
    Journal journal = open(config(CAP, WhenFull.DROP_OLDEST));
    Outbox hq = journal.outbox("hq");
    for (int i = 0; i < 60; i++) {
      appendNoise(journal, 500);
      assertThat(journal.status().bytesUsed()).isLessThanOrEqualTo(CAP);
    }
    List<Entry> entries = drain(hq);
    assertEveryNumberOnce(entries, 60 * 500 + 1);
    assertThat(gaps(entries))
        .as("merged, not one a commit")
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.cause()).isEqualTo("buffer-full");
              assertThat(gap.from()).isEqualTo(1);
              assertThat(gap.lost()).isEqualTo(gap.to());
            });
    assertThat(hq.pendingSamples()).isZero();
    appendNoise(journal, 500);
    assertThat(gaps(drain(hq))).as("it recovers once it is drained").isEmpty();
  }

  @Test
  void onlyUplinksThatHadNotHadItAreToldOfADrop() throws Exception {
    Journal journal = open(config(CAP, WhenFull.DROP_OLDEST));
    Outbox quick = journal.outbox("quick");
    Outbox dead = journal.outbox("dead");
    List<Entry> got = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      appendNoise(journal, 500);
      got.addAll(drain(quick));
    }
    assertThat(gaps(got)).isEmpty();
    assertEveryNumberOnce(got, 60 * 500 + 1);
    List<Entry> late = drain(dead);
    assertThat(gaps(late)).isNotEmpty();
    assertEveryNumberOnce(late, 60 * 500 + 1);
  }

  @Test
  void dropsSurviveARestart() throws Exception {
    JournalConfig config = config(CAP, WhenFull.DROP_OLDEST);
    Journal journal = open(config);
    journal.outbox("dead");
    for (int i = 0; i < 30; i++) {
      appendNoise(journal, 500);
    }
    journal.close();
    Journal again = open(config);
    for (int i = 0; i < 30; i++) {
      appendNoise(again, 500);
    }
    assertEveryNumberOnce(drain(again.outbox("dead")), 60 * 500 + 1);
    assertThat(again.outbox("dead").pendingSamples()).isZero();
  }

  @Test
  void withoutAnUplinkAFullJournalTellsTheOneThatComes() throws Exception {
    Journal journal = open(config(CAP, WhenFull.DROP_OLDEST));
    for (int i = 0; i < 60; i++) {
      appendNoise(journal, 500);
    }
    assertEveryNumberOnce(drain(journal.outbox("late")), 60 * 500 + 1);
  }

  @Test
  void refusesTheNewestWhereToldSo() throws Exception {
    Journal journal = open(config(CAP, WhenFull.REFUSE_NEW));
    Outbox hq = journal.outbox("hq");
    for (int i = 0; i < 60; i++) {
      appendNoise(journal, 500);
    }
    List<Entry> entries = drain(hq);
    assertEveryNumberOnce(entries, 60 * 500 + 1);
    assertThat(blocks(entries).getFirst().firstSeq()).isEqualTo(1);
    assertThat(gaps(entries)).singleElement().extracting(Entry.Gap::cause).isEqualTo("buffer-full");
    assertThat(blocks(appendNoise(journal, 500))).as("it recovers once drained").hasSize(1);
  }

  @Test
  void dropsWhatIsTooOldAndNamesIt() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    append(journal, PRESS, 5);
    append(journal, ANDON, 2);
    clock.pass(Duration.ofDays(29));
    append(journal, PRESS, 5);
    clock.pass(Duration.ofDays(2));
    journal.maintain(true);
    List<Entry> entries = drain(hq);
    assertThat(blocks(entries)).singleElement().extracting(Entry.Block::firstSeq).isEqualTo(6L);
    assertThat(gaps(entries))
        .hasSize(2)
        .allSatisfy(g -> assertThat(g.cause()).isEqualTo("too-old"));
    assertThat(gaps(entries)).extracting(Entry.Gap::lost).containsExactlyInAnyOrder(5L, 2L);
  }

  @Test
  void samplesFromBeforeTheClockWasSetNeverLookTooOld() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    journal.append(List.of(new DeviceSamples(PRESS, samples(3))), List.of(), false);
    clock.pass(Duration.ofDays(365 * 30));
    journal.maintain(true);
    assertThat(blocks(drain(hq))).hasSize(1);
  }

  @Test
  void aFlappingPointsGapRecordsAreMergedWhenTheJournalIsFull() throws Exception {
    Journal journal = open(config(CAP, WhenFull.DROP_OLDEST));
    journal.retainUplinks(Set.of("dead"));
    for (int i = 0; i < 40; i++) {
      List<GapDraft> drafts = new ArrayList<>();
      for (int p = 0; p < 50; p++) {
        drafts.add(
            new GapDraft(
                PRESS, clock.instant(), clock.instant(), "queue-overflow", 1, "point-" + p, 0));
      }
      journal.append(List.of(new DeviceSamples(PRESS, samples(300))), drafts, true);
    }
    assertThat(journal.status().bytesUsed()).isLessThanOrEqualTo(CAP + 16_384);
    List<Entry> entries = drain(journal.outbox("dead"));
    assertEveryNumberOnce(entries, 40 * 300 + 1);
    assertThat(blocks(entries)).isNotEmpty();
    assertThat(
            gaps(entries).stream()
                .filter(g -> g.cause().equals("queue-overflow"))
                .mapToLong(Entry.Gap::lost)
                .sum())
        .isEqualTo(40 * 50);
  }

  @Test
  void aFullDiskGivesWayByDroppingTheOldest() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    for (int i = 0; i < 20; i++) {
      appendNoise(journal, 500);
    }
    journal.limitPages((int) (journal.status().bytesUsed() / Tuning.DEFAULT.pageSize()) + 4);
    int failures = 0;
    int written = 0;
    while (written < 40) {
      try {
        appendNoise(journal, 500);
        written++;
      } catch (JournalException e) {
        assertThat(e).hasMessageContaining("disk is full");
        assertThat(++failures).isLessThan(30);
        journal.reopen();
      }
    }
    assertThat(failures).isPositive();
    assertEveryNumberOnce(drain(hq), 60 * 500 + 1);
  }
}
