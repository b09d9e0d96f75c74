package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClockStepTest extends JournalTestBase {
  @Test
  void aStepNeitherReordersNorDrops() throws Exception {
    Journal journal = open();
    journal.retainUplinks(Set.of("hq"));
    append(journal, PRESS, 10);
    for (long seconds : new long[] {-3_600, 86_400, -40 * 365 * 86_400L, 39 * 365 * 86_400L}) {
      clock.pass(Duration.ofSeconds(seconds));
      append(journal, PRESS, 10);
      journal.maintain(false);
    }
    List<Entry> entries = drain(journal.outbox("hq"));
    assertThat(gaps(entries)).isEmpty();
    assertThat(blocks(entries))
        .extracting(Entry.Block::firstSeq)
        .containsExactly(1L, 11L, 21L, 31L, 41L);
  }
}
