package io.gemba.agent.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gemba.agent.core.config.JournalConfig;
import io.gemba.agent.core.config.JournalConfig.WhenFull;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A real journal in a folder of its own, with a clock that is stepped. */
abstract class JournalTestBase {
  static final DeviceRef PRESS = new DeviceRef("press1", "molding/l3/press1");
  static final DeviceRef ANDON = new DeviceRef("andon3", "molding/l3/andon");

  @TempDir Path directory;
  final SteppedClock clock = new SteppedClock();
  private final List<Journal> opened = new ArrayList<>();

  JournalConfig config(long maxSize, WhenFull whenFull) {
    return new JournalConfig(
        directory, Duration.ofMillis(250), maxSize, Duration.ofDays(30), whenFull);
  }

  Journal open() throws JournalException {
    return open(config(1 << 30, WhenFull.DROP_OLDEST));
  }

  Journal open(JournalConfig config) throws JournalException {
    Journal journal = Journal.open(config, clock);
    opened.add(journal);
    return journal;
  }

  @AfterEach
  void closeJournals() throws JournalException {
    for (Journal journal : opened) {
      journal.close();
    }
  }

  List<Sample> samples(int count) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(Sample.good("point-" + i % 50, Value.of(i), clock.instant().plusMillis(i)));
    }
    return samples;
  }

  List<Entry> append(Journal journal, DeviceRef device, int count) throws JournalException {
    return journal.append(List.of(new DeviceSamples(device, samples(count))), List.of(), true);
  }

  static List<Entry> drain(Outbox outbox) throws JournalException {
    List<Entry> entries = new ArrayList<>();
    long upTo = outbox.head();
    for (Entry entry = outbox.next(0, upTo); entry != null; entry = outbox.next(0, upTo)) {
      entries.add(entry);
      outbox.release(entry.id());
    }
    return entries;
  }

  static List<Entry.Gap> gaps(List<Entry> entries) {
    return entries.stream().filter(Entry.Gap.class::isInstance).map(Entry.Gap.class::cast).toList();
  }

  static List<Entry.Block> blocks(List<Entry> entries) {
    return entries.stream()
        .filter(Entry.Block.class::isInstance)
        .map(Entry.Block.class::cast)
        .toList();
  }

  /** Every number below {@code next} came as a sample or in a gap record, in order and once. */
  static void assertEveryNumberOnce(List<Entry> entries, long next) {
    boolean[] seen = new boolean[(int) next];
    for (Entry entry : entries) {
      long first = entry instanceof Entry.Block b ? b.firstSeq() : ((Entry.Gap) entry).from();
      long last =
          entry instanceof Entry.Block b
              ? b.firstSeq() + b.samples().size() - 1
              : ((Entry.Gap) entry).to();
      for (long seq = first; seq <= last; seq++) {
        assertThat(seen[(int) seq]).as("number %d comes twice", seq).isFalse();
        seen[(int) seq] = true;
      }
    }
    for (int seq = 1; seq < next; seq++) {
      assertThat(seen[seq]).as("number %d is missing", seq).isTrue();
    }
  }

  /** Ends the process's hold without the clean-stop mark, as kill -9 would. */
  static void kill(Journal journal) {
    journal.lock.lock();
    try {
      if (journal.opened != null) {
        journal.opened.database.close();
      }
      journal.opened = null;
    } finally {
      journal.lock.unlock();
    }
  }

  /** Runs SQL on the closed database. */
  void sql(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("gemba.db"));
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
