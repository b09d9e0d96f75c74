package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoricSamplesTest extends JournalTestBase {
  private static final Instant T = Instant.parse("2026-11-23T08:00:00Z");

  @Test
  void numbersHistoryLikeAllElseAndNeverTakesItForThePresent() throws Exception {
    Inbox inbox = new Inbox(Inbox.DEFAULT_CAPACITY, System::nanoTime);
    SampleSink sink = inbox.sinkFor(PRESS);
    sink.accept(Sample.good("speed", Value.of(1), T));
    assertThat(sink.history(List.of(Sample.good("speed", Value.of(2), T.minusSeconds(9)))))
        .isTrue();
    List<String> told = new ArrayList<>();
    try (Journal journal = open()) {
      Outbox outbox = journal.outbox("hq");
      try (JournalWriter writer =
          new JournalWriter(journal, inbox, Duration.ofMillis(100), System::nanoTime, () -> true)) {
        writer.onCommit(
            new CommitListener() {
              @Override
              public void committed(DeviceRef device, long firstSeq, List<Sample> samples) {
                told.add("live " + firstSeq);
              }

              @Override
              public void committedHistory(DeviceRef device, long firstSeq, List<Sample> samples) {
                told.add("history " + firstSeq);
              }
            });
        writer.cycle(false);
      }
      assertThat(told).containsExactly("live 1", "history 2");
      assertThat(blocks(outbox)).containsExactly("1 false", "2 true");
    }
    try (Journal again = open()) {
      assertThat(blocks(again.outbox("hq"))).as("read from the disk").contains("2 true");
    }
  }

  @Test
  void refusesHistoryRatherThanDroppingWhenThereIsNoRoom() {
    Inbox inbox = new Inbox(Inbox.DEFAULT_CAPACITY, System::nanoTime);
    SampleSink sink = inbox.sinkFor(PRESS);
    List<Sample> page = Collections.nCopies(2_000, Sample.good("speed", Value.of(1), T));
    assertThat(sink.history(page)).isTrue();
    assertThat(sink.history(page)).isTrue();
    assertThat(sink.history(page)).as("the third page").isFalse();
    Inbox.Drained drained = inbox.drain(true);
    assertThat(drained.samples()).singleElement().matches(DeviceSamples::historic);
    assertThat(drained.gaps()).isEmpty();
    assertThat(inbox.size()).isZero();
    assertThat(sink.history(page)).isTrue();
  }

  private static List<String> blocks(Outbox outbox) throws JournalException {
    List<String> blocks = new ArrayList<>();
    long after = 0;
    for (Entry entry = outbox.next(after, Long.MAX_VALUE);
        entry != null;
        entry = outbox.next(after, Long.MAX_VALUE)) {
      after = entry.id();
      if (entry instanceof Entry.Block block) {
        blocks.add(block.firstSeq() + " " + block.historic());
      }
    }
    return blocks;
  }
}
