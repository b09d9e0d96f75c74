package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gemba.agent.core.config.JournalConfig;
import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import io.gemba.hal.spi.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real file system that is full, or that the kernel turned read-only. */
@Tag("bed")
class DiskFaultsTest extends JournalTestBase {
  private final Random random = new Random(3);
  private final Inbox inbox = new Inbox(100_000, clock::ticks);
  private final SampleSink sink = inbox.sinkFor(PRESS);
  private long handedIn;

  private JournalConfig on(LoopDisk disk, WhenFull whenFull) throws Exception {
    Path folder = Files.createDirectories(disk.folder().resolve("journal"));
    return new JournalConfig(
        folder, Duration.ofMillis(250), 1 << 30, Duration.ofDays(30), whenFull);
  }

  private JournalWriter writer(Journal journal) {
    return new JournalWriter(journal, inbox, Duration.ofMillis(250), clock::ticks, () -> true);
  }

  /** Commit windows of 500 readings that do not compress, a second apart. */
  private void run(JournalWriter writer, int cycles) {
    for (int i = 0; i < cycles; i++) {
      for (int s = 0; s < 500; s++) {
        sink.accept(Sample.good("noise", Value.of(random.nextLong()), clock.instant()));
        handedIn++;
      }
      clock.pass(Duration.ofSeconds(1));
      writer.cycle(false);
    }
  }

  @ParameterizedTest
  @CsvSource({"4096, DROP_OLDEST", "4096, REFUSE_NEW", "1024, DROP_OLDEST", "1024, REFUSE_NEW"})
  void aDiskThatIsFullForAWhileCostsOnlyWhatIsNamed(int blockSize, WhenFull whenFull)
      throws Exception {
    try (LoopDisk disk = new LoopDisk(directory, blockSize, "48M")) {
      Journal journal = open(on(disk, whenFull));
      journal.retainUplinks(Set.of("hq"));
      JournalWriter writer = writer(journal);
      run(writer, 300);
      Path hog = disk.fill();
      run(writer, 900);
      assertThat(writer.problem()).as("the policy finds room on a full disk").isNull();
      Files.delete(hog);
      clock.pass(Duration.ofMinutes(2));
      run(writer, 1);
      assertThat(writer.problem()).as("it writes again by itself").isNull();
      long before = journal.nextSeq("press1");
      run(writer, 3);
      assertThat(journal.nextSeq("press1")).isEqualTo(before + 1_500);
      writer.close();
      List<Entry> entries = drain(journal.outbox("hq"));
      assertEveryNumberOnce(entries, handedIn + 1);
      assertThat(gaps(entries)).as("what was lost is named").isNotEmpty();
      assertThat(gaps(entries)).hasSizeLessThan(100);
      long lost = gaps(entries).stream().mapToLong(Entry.Gap::lost).sum();
      long kept = blocks(entries).stream().mapToLong(b -> b.samples().size()).sum();
      assertThat(kept + lost).isEqualTo(handedIn);
      boolean oldestThere = blocks(entries).getFirst().firstSeq() == 1;
      assertThat(oldestThere).isEqualTo(whenFull == WhenFull.REFUSE_NEW);
      journal.close();
    }
  }

  @Test
  void aJournalThatOutgrowsItsDiskGoesOnWithTheNewest() throws Exception {
    try (LoopDisk disk = new LoopDisk(directory, 4096, "48M")) {
      Journal journal = open(on(disk, WhenFull.DROP_OLDEST));
      journal.retainUplinks(Set.of("hq"));
      JournalWriter writer = writer(journal);
      run(writer, 15_000); // some 60 MB
      clock.pass(Duration.ofMinutes(2));
      run(writer, 1);
      assertThat(writer.problem()).isNull();
      writer.close();
      List<Entry> entries = drain(journal.outbox("hq"));
      assertEveryNumberOnce(entries, handedIn + 1);
      assertThat(blocks(entries).getLast().firstSeq()).isGreaterThan(handedIn - 2_000);
      journal.close();
    }
  }

  @Test
  void aDiskThatTurnsReadOnlyIsWaitedForAndNothingIsLost() throws Exception {
    try (LoopDisk disk = new LoopDisk(directory, 4096, "48M")) {
      Journal journal = open(on(disk, WhenFull.DROP_OLDEST));
      journal.retainUplinks(Set.of("hq"));
      JournalWriter writer = writer(journal);
      run(writer, 20);
      disk.turnReadOnly();
      run(writer, 20);
      assertThat(writer.problem()).isNotNull();
      clock.pass(Duration.ofMinutes(1));
      writer.cycle(false);
      assertThat(writer.problem()).contains("read-only");
      disk.unmount();
      disk.mount();
      clock.pass(Duration.ofMinutes(1));
      writer.cycle(false);
      assertThat(writer.problem()).isNull();
      writer.close();
      List<Entry> entries = drain(journal.outbox("hq"));
      assertThat(gaps(entries)).isEmpty();
      assertEveryNumberOnce(entries, handedIn + 1);
      journal.close();
    }
  }

  @Test
  void anAgentThatStartsOnAReadOnlyDiskSaysSo() throws Exception {
    try (LoopDisk disk = new LoopDisk(directory, 4096, "48M")) {
      JournalConfig config = on(disk, WhenFull.DROP_OLDEST);
      open(config).close();
      disk.turnReadOnly();
      assertThatThrownBy(() -> open(config))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void anAgentStartsOnAFullDisk() throws Exception {
    try (LoopDisk disk = new LoopDisk(directory, 4096, "48M")) {
      JournalConfig config = on(disk, WhenFull.DROP_OLDEST);
      Journal first = open(config);
      first.retainUplinks(Set.of("hq"));
      run(writer(first), 50);
      kill(first);
      disk.fill();
      Journal journal = open(config);
      JournalWriter writer = writer(journal);
      run(writer, 50);
      clock.pass(Duration.ofMinutes(2));
      run(writer, 1);
      assertThat(writer.problem()).isNull();
      writer.close();
      assertEveryNumberOnce(drain(journal.outbox("hq")), handedIn + 1);
      journal.close();
    }
  }
}
