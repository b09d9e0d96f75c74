package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlatMemoryTest extends JournalTestBase {
  private static final int COMMITS = 100;
  private static final int PER_COMMIT = 10_000;

  @Test
  void aBacklogOfAMillionSamplesLivesOnTheDisk() throws Exception {
    Journal journal = open();
    Outbox hq = journal.outbox("hq");
    Plant plant = new Plant(1_000);
    long before = usedHeap();
    for (int i = 0; i < COMMITS; i++) {
      journal.append(List.of(new DeviceSamples(PRESS, plant.samples(PER_COMMIT))), List.of(), true);
    }
    assertThat(hq.pendingSamples()).isEqualTo(COMMITS * PER_COMMIT);
    assertThat(usedHeap() - before).as("as objects they would be 100 MB").isLessThan(16L << 20);
    long head = hq.head();
    long expected = 1;
    for (Entry entry = hq.next(0, head); entry != null; entry = hq.next(entry.id(), head)) {
      Entry.Block block = (Entry.Block) entry;
      assertThat(block.firstSeq()).isEqualTo(expected);
      expected += block.samples().size();
      hq.release(block.id());
    }
    assertThat(expected).isEqualTo(COMMITS * PER_COMMIT + 1);
    assertThat(usedHeap() - before).isLessThan(16L << 20);
    assertThat(hq.pendingSamples()).isZero();
  }

  private static long usedHeap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
