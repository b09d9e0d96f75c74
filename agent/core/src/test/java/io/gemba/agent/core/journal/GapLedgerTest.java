package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.journal.Entry.Gap;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every number that never comes is named, and a storm of losses does not become one of records. */
class GapLedgerTest extends JournalTestBase {
  private static final int MINUTES = 3;
  private static final int PER_SECOND = 4_000;

  /** Two causes in every one of so many points, and more readings than the inbox holds. */
  private void storm(Journal journal, boolean cleanStop) throws JournalException {
    Inbox inbox = new Inbox(100, clock::ticks);
    SampleSink sink = inbox.sinkFor(PRESS);
    JournalWriter writer =
        new JournalWriter(journal, inbox, Duration.ofMillis(250), clock::ticks, () -> true);
    for (int second = 0; second < MINUTES * 60; second++) {
      Instant now = clock.instant();
      for (int i = 0; i < PER_SECOND; i++) {
        sink.lost(new Loss("point-" + i % 500, "queue-overflow", 1, now, now));
      }
      for (int i = 0; i < 150; i++) {
        sink.accept(Sample.good("speed", Value.of(i), now));
      }
      writer.cycle(false);
      clock.pass(Duration.ofSeconds(1));
    }
    writer.cycle(cleanStop);
  }

  private static Map<String, Long> countsOf(List<Gap> gaps) {
    Map<String, Long> counts = new HashMap<>();
    gaps.forEach(gap -> counts.merge(gap.cause(), 1L, Long::sum));
    return counts;
  }

  private static Map<String, Long> lossesOf(List<Gap> gaps) {
    Map<String, Long> losses = new HashMap<>();
    gaps.forEach(gap -> losses.merge(gap.cause(), gap.lost(), Long::sum));
    return losses;
  }

  @Test
  void aStormOfLossesAcrossARestartBecomesFewRecordsThatAddUp() throws Exception {
    Journal journal = open();
    journal.outbox("hq");
    storm(journal, true);
    journal.close();
    journal = open();
    storm(journal, true);
    List<Entry> entries = drain(journal.outbox("hq"));
    List<Gap> gaps = gaps(entries);
    long intervals = 2 * (MINUTES * 60 / 10 + 2);
    assertThat(countsOf(gaps)).containsOnlyKeys("queue-overflow", "inbox-full");
    assertThat(countsOf(gaps).values()).allSatisfy(n -> assertThat(n).isLessThan(intervals));
    assertThat(lossesOf(gaps))
        .containsEntry("queue-overflow", 2L * MINUTES * 60 * PER_SECOND)
        .containsEntry("inbox-full", 2L * MINUTES * 60 * 50);
    assertEveryNumberOnce(entries, journal.nextSeq(PRESS.name()));
  }

  @Test
  void whatWasNotToldBeforeAKillIsCoveredByTheUncleanStop() throws Exception {
    Journal journal = open();
    journal.outbox("hq");
    storm(journal, false);
    kill(journal);
    journal = open();
    List<Entry> entries = drain(journal.outbox("hq"));
    assertThat(countsOf(gaps(entries))).containsEntry("unclean-stop", 1L);
    assertEveryNumberOnce(entries, journal.nextSeq(PRESS.name()));
  }

  @Test
  void neighboursThatWereRefusedShareARecord() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    for (int i = 0; i < 20; i++) {
      append(journal, PRESS, 5);
    }
    List<Entry> waiting = new ArrayList<>();
    long head = hq.head();
    for (Entry e = hq.next(0, head); e != null; e = hq.next(e.id(), head)) {
      waiting.add(e);
    }
    waiting.forEach(e -> hq.setAside(e.id(), "0x99"));
    clock.pass(Duration.ofSeconds(2));
    journal.maintain(true);
    assertThat(gaps(drain(hq)))
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.cause()).isEqualTo("refused");
              assertThat(gap.from()).isEqualTo(1);
              assertThat(gap.to()).isEqualTo(100);
              assertThat(gap.lost()).isEqualTo(100);
            });
  }

  @Test
  void onlyTheRefusedPartOfAnEntryIsNamed() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    append(journal, PRESS, 10);
    hq.setAside(
        hq.next(0, hq.head()).id(), "0x95", List.of(new SeqRange(3, 4), new SeqRange(7, 7)));
    clock.pass(Duration.ofSeconds(2));
    journal.maintain(true);
    assertThat(gaps(drain(hq)))
        .extracting(gap -> gap.from() + "-" + gap.to() + ":" + gap.lost())
        .containsExactly("3-4:2", "7-7:1");
    assertThat(journal.retry("hq")).isEqualTo(1);
    assertThat(blocks(drain(hq))).singleElement().extracting(b -> b.samples().size()).isEqualTo(10);
  }

  @Test
  void theNewestWaitingEntryIsFound() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    for (int i = 0; i < 5; i++) {
      append(journal, PRESS, 1);
    }
    journal.recent.clear();
    List<Long> order = new ArrayList<>();
    for (Entry e = hq.newest(0, 6); e != null; e = hq.newest(0, e.id())) {
      order.add(e.id());
    }
    assertThat(order).containsExactly(5L, 4L, 3L, 2L, 1L);
    hq.release(5);
    hq.release(3);
    assertThat(hq.newest(0, 6).id()).isEqualTo(4);
    assertThat(hq.newest(2, 4)).isNull();
    assertThat(hq.newest(0, 4).id()).isEqualTo(2);
  }
}
