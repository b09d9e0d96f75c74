package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class JournalWriterTest extends JournalTestBase {
  private final Inbox inbox = new Inbox(1_000, clock::ticks);

  private JournalWriter writer(Journal journal) {
    return new JournalWriter(journal, inbox, Duration.ofMillis(250), clock::ticks, () -> true);
  }

  @Test
  void tellsListenersAfterTheCommit() throws Exception {
    Journal journal = open();
    List<String> told = new ArrayList<>();
    JournalWriter writer = writer(journal);
    writer.onCommit(
        (device, first, samples) ->
            told.add(device.name() + " " + first + " " + samples.size() + " " + journal.commits()));
    SampleSink sink = inbox.sinkFor(PRESS);
    sink.accept(samples(5));
    writer.cycle(false);
    sink.accept(samples(3));
    writer.cycle(false);
    assertThat(told).containsExactly("press1 1 5 1", "press1 6 3 2");
    assertThat(writer.problem()).isNull();
  }

  @Test
  void saysThatSamplesAreKeptAfterTheirCommitAndNotBefore() throws Exception {
    Journal journal = open();
    List<String> kept = new ArrayList<>();
    JournalWriter writer = writer(journal);
    SampleSink sink = inbox.sinkFor(PRESS);
    sink.accept(samples(5));
    sink.whenKept(() -> kept.add("first in commit " + journal.commits()));
    assertThat(kept).isEmpty();
    writer.cycle(false);
    sink.whenKept(() -> kept.add("nothing new"));
    sink.whenKept(
        () -> {
          throw new IllegalStateException("a defective adapter");
        });
    writer.cycle(false);
    assertThat(kept).containsExactly("first in commit 1", "nothing new");
    assertThat(writer.problem()).isNull();
  }

  @Test
  void numbersWhatTheInboxDroppedAfterWhatItKept() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    JournalWriter writer = writer(journal);
    inbox.sinkFor(PRESS).accept(samples(1_200));
    writer.cycle(false);
    List<Entry> entries = drain(hq);
    assertEveryNumberOnce(entries, 1_201);
    assertThat(gaps(entries)).singleElement().satisfies(g -> assertThat(g.from()).isEqualTo(1_001));
  }

  @Test
  void aFullDiskIsSurvivedAndEveryNumberIsNamed() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    JournalWriter writer = writer(journal);
    SampleSink sink = inbox.sinkFor(PRESS);
    journal.limitPages((int) (journal.status().bytesUsed() / Tuning.DEFAULT.pageSize()) + 20);
    List<Long> told = new CopyOnWriteArrayList<>();
    writer.onCommit((_, first, samples) -> told.add(first));
    boolean failed = false;
    for (int i = 0; i < 200; i++) {
      for (int s = 0; s < 20; s++) {
        sink.accept(Sample.good("noise", Value.of(Math.sin(i * 20 + s)), clock.instant()));
      }
      clock.pass(Duration.ofMillis(250));
      writer.cycle(false);
      failed |= writer.problem() != null;
    }
    assertThat(failed).isTrue();
    journal.limitPages(0);
    clock.pass(Duration.ofSeconds(60));
    writer.cycle(false);
    assertThat(writer.problem()).isNull();
    writer.close();
    assertEveryNumberOnce(drain(hq), journal.nextSeq("press1"));
    assertThat(told).doesNotHaveDuplicates().isSorted();
    assertThat(journal.nextSeq("press1")).isEqualTo(4_001);
  }

  @Test
  void aLongFailureBecomesACountedGap() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    JournalWriter writer = writer(journal);
    SampleSink sink = inbox.sinkFor(PRESS);
    sink.accept(samples(10));
    kill(journal);
    writer.cycle(false);
    assertThat(writer.problem()).contains("it is closed");
    sink.accept(samples(1_500));
    writer.cycle(false);
    assertThat(writer.problem()).as("it waits before it tries again").isNotNull();
    clock.pass(Duration.ofSeconds(1));
    writer.cycle(false);
    assertThat(writer.problem()).isNull();
    writer.cycle(false);
    List<Entry> entries = drain(hq);
    assertEveryNumberOnce(entries, 1_511);
    assertThat(gaps(entries))
        .singleElement()
        .satisfies(
            gap -> {
              assertThat(gap.cause()).isEqualTo("journal-failed");
              assertThat(gap.lost()).isEqualTo(500);
            });
  }

  @Test
  void aCommitThatFailedButIsThereIsNotWrittenTwice() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    JournalWriter writer = writer(journal);
    List<String> told = new ArrayList<>();
    writer.onCommit((_, first, samples) -> told.add(first + " " + samples.size()));
    journal.onCommit(
        () -> {
          if (told.isEmpty()) {
            kill(journal);
            throw new IllegalStateException("as if the flush had failed after the commit");
          }
        });
    inbox.sinkFor(PRESS).accept(samples(7));
    writer.cycle(false);
    assertThat(writer.problem()).isNotNull();
    clock.pass(Duration.ofSeconds(1));
    writer.cycle(false);
    assertThat(writer.problem()).isNull();
    assertThat(told).containsExactly("1 7");
    assertEveryNumberOnce(drain(hq), 8);
  }

  @Test
  void theThreadWritesWithinTheWindowAndTheRestAtClose() throws Exception {
    Journal journal = open();
    Inbox real = new Inbox(Inbox.DEFAULT_CAPACITY, System::nanoTime);
    JournalWriter writer =
        new JournalWriter(journal, real, Duration.ofMillis(10), System::nanoTime, () -> true);
    writer.start();
    real.sinkFor(PRESS).accept(samples(10));
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (journal.nextSeq("press1") < 11 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(journal.nextSeq("press1")).isEqualTo(11);
    real.sinkFor(PRESS).accept(samples(10));
    writer.close();
    assertThat(journal.nextSeq("press1")).isEqualTo(21);
  }

  @Test
  void aCommitThatTakesSecondsOverflowsIntoANamedGap() throws Exception {
    Journal journal = open();
    journal.retainUplinks(Set.of("hq"));
    Inbox small = new Inbox(1_000, System::nanoTime);
    JournalWriter writer =
        new JournalWriter(journal, small, Duration.ofMillis(10), System::nanoTime, () -> true);
    writer.start();
    journal.lock.lock(); // as a commit does for as long as the disk takes
    try {
      samples(5_000).forEach(small.sinkFor(PRESS)::accept);
    } finally {
      journal.lock.unlock();
    }
    writer.close();
    List<Entry> entries = drain(journal.outbox("hq"));
    assertEveryNumberOnce(entries, 5_001);
    assertThat(gaps(entries)).isNotEmpty();
    assertThat(gaps(entries)).allSatisfy(gap -> assertThat(gap.cause()).isEqualTo("inbox-full"));
  }
}
